"""The four operations: convolve, pool, convolve transposed, enlarge."""
