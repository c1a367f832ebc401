"""Numbers of mean 0 and standard deviation 1."""
