"""What can go wrong, said so that a person can mend it.

`CapplanError` and its family are raised for faults in what a person brought: a file, a plan, an
impossible rule. Each carries every fault found, not only the first. The command line turns each
kind into an exit code (`capplan.cli.exits`); nothing here knows of the command line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error keeps its row (or run) out, a warning states what was
    assumed, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where it is, what it is, and how to mend it.

    `where` is an address a person can go to: `register.xlsx, Assets!F17`, `capplan.toml:28:16`;
    `context` is the line of the file it points at, for printing below. `settings` are the paths of the plan
    file's settings it speaks of, the nearest first, where it was found after the file was read.

    >>> print(Problem(where="Assets!F17", what="life of 0 years", mend="Clear the cell to use the class default."))
    Assets!F17: life of 0 years. Clear the cell to use the class default.
    """

    where: str
    what: str
    mend: str
    code: str = ""
    severity: Severity = Severity.ERROR
    context: str = ""
    settings: tuple[tuple[str | int, ...], ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.mend}".rstrip()


class CapplanError(Exception):
    """A fault in what was brought to capplan, with every problem that was found."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["CapplanError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class InputError(CapplanError):
    """A file is missing, unreadable or malformed."""


class PolicyError(CapplanError):
    """The plan file is not valid."""


class InfeasibleError(CapplanError):
    """No plan keeps every rule: the rules, not the software, ask for the impossible."""


class SolverError(CapplanError):
    """The solver is missing, or stopped with nothing to show."""


class AuditError(CapplanError):
    """A finished plan breaks one of its own rules: a bug in capplan, never the user's fault."""
