"""The half of a check that may run beside a student's code: it writes down and judges nothing.

``exercise`` is the vocabulary, ``probing`` calls a function and keeps what came of it, ``brief``
tells a sandbox what to try.
"""
