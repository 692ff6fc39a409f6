"""Ctrl-C for processes that tests begin, however the tests themselves were begun."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[None]:
    """Processes begun within take SIGINT: where a shell runs the tests in its background it is ignored, and what is
    ignored stays so in every child."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
