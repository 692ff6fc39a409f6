"""What every test runs under."""

from hypothesis import settings

# The same examples every time: a run that passed passes again, and a failure can be seen again.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
