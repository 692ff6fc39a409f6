"""From what went wrong to an exit code and a few lines on stderr.

0 ok · 1 findings at or above the threshold, or no plan exists · 2 usage, unreadable file, invalid
plan file · 3 solver missing or stopped with nothing · 70 a bug in capplan · 130 Ctrl-C
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from capplan.cli.console import is_debugging, say
from capplan.errors import AuditError, CapplanError, InfeasibleError, InputError, PolicyError, Severity, SolverError

OK, FOUND, USAGE, NO_SOLVER, BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130
EXIT_CODES: dict[type[CapplanError], int] = {
    InputError: USAGE,
    PolicyError: USAGE,
    InfeasibleError: FOUND,
    SolverError: NO_SOLVER,
    AuditError: BUG,
}
MOST_PROBLEMS_SHOWN = 50
# What is raised on purpose: all else is a fault in capplan itself.
MEANT = (click.exceptions.Exit, click.exceptions.Abort, click.ClickException, CapplanError, BrokenPipeError)


def exit_code_of(error: CapplanError) -> int:
    """The exit code of an error's kind.

    >>> exit_code_of(InputError([]))
    2
    """
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), USAGE)


def show(error: CapplanError) -> None:
    """Print every problem of an error on stderr, the line it points at below it."""
    for problem in error.problems[:MOST_PROBLEMS_SHOWN]:
        mark = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
        code = f"{problem.code} " if problem.code else ""
        say(f"{mark}{code}{problem}")
        if problem.context:
            say(problem.context)
    hidden = len(error.problems) - MOST_PROBLEMS_SHOWN
    if hidden > 0:
        say(f"... and {hidden:,} more.")


@contextmanager
def faults_traced() -> Iterator[None]:
    """Within this, in a command's context, a fault in capplan itself shows where it arose if that was asked for."""
    try:
        yield
    except MEANT:
        raise
    except Exception:
        if is_debugging():
            traceback.print_exc()
        raise


def run_safely(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code; a person never sees a bare traceback."""
    try:
        return command() or OK
    except click.exceptions.Abort:
        say("Stopped.")
        return INTERRUPTED
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return USAGE
    except CapplanError as error:
        show(error)
        return exit_code_of(error)
    except BrokenPipeError:
        return OK
    except Exception as error:
        say(f"A fault in capplan itself: {type(error).__name__}: {error}")
        say("Nothing is wrong with your files. Run it again as `capplan --debug ...` and report what it prints.")
        return BUG
