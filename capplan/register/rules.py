"""Every rule a register is held to: its code, how much it matters, what it says, and the mend.

The rows stand in a module for each level: `rules_errors`, `rules_warnings`, `rules_notes`. A code
never changes its meaning and is never used again. `{column}` stands for the printed heading of the
column, `{detail}` for what is known of the one case. Messages hold nothing that differs from row to
row, so that findings can be counted by message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from capplan.errors import Severity
from capplan.register.rules_errors import ERRORS
from capplan.register.rules_examples import EXAMPLES
from capplan.register.rules_notes import NOTES
from capplan.register.rules_warnings import WARNINGS

_LEVELS = ((Severity.ERROR, ERRORS), (Severity.WARNING, WARNINGS), (Severity.NOTE, NOTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: a title, the sentence a finding carries, how to mend it, and what it means."""

    code: str
    severity: Severity
    title: str
    message: str
    mend: str
    meaning: str

    @property
    def example_words(self) -> tuple[str, str]:
        """The heading of a column and the case that its example is of; "" where it names none."""
        return EXAMPLES.get(self.code, ("", ""))

    @property
    def example(self) -> tuple[str, str]:
        """The sentence and the mend as a finding has them, of an example where they name a column or a case."""
        column, detail = self.example_words
        words = {"column": column, "detail": detail}
        return self.message.format_map(words), self.mend.format_map(words)


_RULES = (
    Rule(code=code, severity=severity, title=title, message=message or title, mend=mend, meaning=meaning)
    for severity, rows in _LEVELS
    for code, title, message, mend, meaning in rows
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in sorted(_RULES, key=lambda rule: rule.code)})
