"""What the data rooms raise and warn with."""


class DataError(Exception):
    """Data cannot be used at all; the message says what to do next."""


class DataWarning(UserWarning):
    """Some files were skipped or made again; the rest is fine."""
