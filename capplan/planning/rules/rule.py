"""What a rule is: its rows in the programme, its own sum in the audit, and its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Block
from capplan.planning.case import Case
from capplan.planning.words import pounds
from capplan.policy.schema import Rules

AUDIT = (c.RULE, c.SCOPE, c.SIDE, c.LIMIT, c.VALUE, c.KEPT)

Setting = tuple[str | int, ...]
AT_MOST, AT_LEAST, EXACTLY = "at most", "at least", "exactly"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFault:
    """A setting of `[rules]` that this case cannot carry out: its path, what is wrong, how to mend it."""

    setting: Setting
    what: str
    mend: str

    @property
    def place(self) -> Setting:
        """Where the setting stands in the file: funds have sections of their own."""
        return self.setting if self.setting[0] == "fund" else ("rules", *self.setting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a plan does, for adding rules up again from decisions alone.

    - `starts`: the chosen options, one row each: `OPTION_ID, ASSET_ID, ACTION, START_YEAR` and the optional
      columns of the case.
    - `spend`: what they draw, one row an option and year: the same labels, `YEAR`, `CAPITAL_GBP`
      (whole pounds, shared works included) and the further resources that the case has.
    - `works`: the options chosen that pay for shared works; they are no starts.
    """

    case: Case
    starts: pd.DataFrame
    spend: pd.DataFrame
    works: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the programme.

    - `block` gives its rows, or None where the settings do not ask for it.
    - `audit` adds it up again from a ledger: a frame of columns `AUDIT` without `RULE`, or None
      where the settings do not ask for it.
    - `faults` names settings that the case cannot carry out.
    - `limit_said` puts one of its limits into words, from a row's scope and limit.
    - `mend` says what would give way; `ties` marks a rule that ties assets to each other.
    - `amount_said` puts an amount of its unit into words.
    - `places` says where a row's limit may be set in a plan file, from the row's scope, the likeliest first.
    """

    name: str
    block: Callable[[Case, Rules], Block | None]
    audit: Callable[[Ledger, Rules], pd.DataFrame | None]
    faults: Callable[[Case, Rules], Iterator[RuleFault]]
    limit_said: Callable[[str, float], str]
    mend: str
    places: Callable[[str], tuple[Setting, ...]]
    ties: bool = False
    amount_said: Callable[[float], str] = pounds


def in_rules(*keys: str) -> Callable[[str], tuple[Setting, ...]]:
    """The places of a rule that these keys of `[rules]` set: those by name, then those for all.

    >>> in_rules("network_floor_gbp")("North")
    (('rules', 'network_floor_gbp', 'North'), ('rules', 'network_floor_gbp'))
    """
    return lambda scope: (*(("rules", key, scope) for key in keys), *(("rules", key) for key in keys))


def count(amount: float) -> str:
    """A number of things.

    >>> count(1200.0), count(0.5)
    ('1,200', '0.5')
    """
    return f"{amount:,.4f}".rstrip("0").rstrip(".")


def no_faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """For a rule whose settings suit every case."""
    return iter(())


def lacking(case: Case, column: c.Column, setting: str) -> Iterator[RuleFault]:
    """A fault if the options have no such column."""
    if column not in case.options.columns:
        yield RuleFault(
            setting=(setting,),
            what=f"it needs the column {column}, which the options do not have",
            mend="Add the column to the options, or take the rule out.",
        )


def audited(scope: pd.Series | list[str], side: str, limit: object, value: object) -> pd.DataFrame:
    """Rows of the audit: whole numbers compared exactly."""
    frame = pd.DataFrame({c.SCOPE: scope, c.SIDE: side, c.LIMIT: limit, c.VALUE: value})
    frame = frame.astype({c.SCOPE: "str", c.SIDE: "str", c.LIMIT: "int64", c.VALUE: "int64"})
    over, under = frame[c.VALUE] > frame[c.LIMIT], frame[c.VALUE] < frame[c.LIMIT]
    return frame.assign(**{c.KEPT: ~((over & (side != AT_LEAST)) | (under & (side != AT_MOST)))})


def aimed(kept: pd.DataFrame) -> pd.DataFrame:
    """Rows of the audit for a limit that may be passed at a price: an aim, which is never broken."""
    aims = kept.copy()
    aims[c.SIDE] = "aim: " + kept[c.SIDE]
    aims[c.KEPT] = True
    return aims
