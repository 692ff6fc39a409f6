"""How numbers, money, years and dates are printed, and what is printed where one is missing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

DASH = "–"
NOT_STATED = "not stated"
NOT_SUPPLIED = "not supplied"
NBSP = "\u00a0"
_MINUS = "−"


def is_missing(value: Any) -> bool:
    """Whether there is nothing to print: None, NaN, NaT, NA or blank text.

    >>> [is_missing(value) for value in (None, float("nan"), pd.NaT, pd.NA, " ", 0)]
    [True, True, True, True, True, False]
    """
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())


def text(value: Any) -> str:
    """A value as text, "not stated" where it is missing.

    >>> text("Ward 4"), text(None)
    ('Ward 4', 'not stated')
    """
    return NOT_STATED if is_missing(value) else str(value).strip()


def number(value: Any, places: int = 0) -> str:
    """A number with thousands separated, a dash where it is missing.

    >>> number(4212), number(-3.14159, 1), number(float("nan"))
    ('4,212', '−3.1', '–')
    """
    if is_missing(value):
        return DASH
    printed = f"{abs(float(value)):,.{places}f}"
    is_negative = float(value) < 0 and printed.strip("0.,") != ""
    return f"{_MINUS}{printed}" if is_negative else printed


def pounds(value: Any) -> str:
    """Money to the pound.

    >>> pounds(1234567), pounds(-5), pounds(None)
    ('£1,234,567', '−£5', '–')
    """
    return _with_pound_sign(number(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyUnit:
    """A unit of money that a paper keeps to, so that its figures can be compared at a glance.

    An amount that would round to nothing is printed as `money` has it: only nothing is printed as nothing.

    >>> MILLIONS(40_000_000), MILLIONS(-49_999), MILLIONS(0), MILLIONS(None)
    ('£40.0m', '−£50k', '£0.0m', '–')
    >>> THOUSANDS(1_234_567), THOUSANDS(-499), THOUSANDS(0)
    ('£1,235k', '−£499', '£0')
    """

    pounds: int
    letter: str
    places: int
    nothing: str

    def __call__(self, value: Any) -> str:
        """The amount in pounds, printed in this unit."""
        if is_missing(value):
            return DASH
        if self.rounds_to_nothing(value):
            return money(value) if abs(float(value)) >= _LEAST_PRINTED_GBP else self.nothing
        return _with_pound_sign(number(float(value) / self.pounds, self.places)) + self.letter

    @property
    def heading(self) -> str:
        """The unit as headings and axes have it.

        >>> MILLIONS.heading, THOUSANDS.heading
        ('£m', '£k')
        """
        return f"£{self.letter}"

    def bare(self, value: float) -> str:
        """The amount in whole units without their name, for a mark too narrow for more.

        >>> MILLIONS.bare(12_400_000), MILLIONS.bare(0), MILLIONS.bare(400_000)
        ('12', '0', '<1')
        """
        return "<1" if 0 < value <= self.pounds / 2 else number(value / self.pounds)

    def rounds_to_nothing(self, value: float) -> bool:
        """Whether the amount is too small for this unit's last place.

        >>> MILLIONS.rounds_to_nothing(49_999), THOUSANDS.rounds_to_nothing(49_999)
        (True, False)
        """
        return round(abs(value) / self.pounds, self.places) == 0


MILLIONS = MoneyUnit(pounds=1_000_000, letter="m", places=1, nothing="£0.0m")
THOUSANDS = MoneyUnit(pounds=1_000, letter="k", places=0, nothing="£0")
_MILLIONS_FROM_GBP = 20_000_000
_LEAST_PRINTED_GBP = 0.5


def unit_for(whole_gbp: float) -> MoneyUnit:
    """The unit that suits a plan of this many pounds in all.

    >>> unit_for(3_500_000).heading, unit_for(200_000_000).heading
    ('£k', '£m')
    """
    return MILLIONS if whole_gbp >= _MILLIONS_FROM_GBP else THOUSANDS


def money(value: Any) -> str:
    """Money for running text: millions, else thousands, else pounds.

    >>> money(40_000_000), money(250_400), money(999_960), money(812)
    ('£40.0m', '£250k', '£1.0m', '£812')
    """
    if is_missing(value):
        return DASH
    size = abs(float(value))
    if size >= 999_500:
        return MILLIONS(value)
    return _with_pound_sign(number(float(value) / 1e3)) + "k" if size >= 999.5 else pounds(value)


def against(ratio: float) -> str:
    """How much more or less something is than what the sentence names next.

    >>> against(-0.3) == "30\u00a0% below", against(0.07) == "7\u00a0% above", against(0.004)
    (True, True, 'the same as')
    """
    size = percent(abs(ratio))
    return "the same as" if size == percent(0) else f"{size} {'below' if ratio < 0 else 'above'}"


def percent(ratio: Any, places: int = 0) -> str:
    """A ratio as a percentage, the sign held to the number.

    >>> percent(0.124) == "12\u00a0%", percent(None)
    (True, '–')
    """
    return DASH if is_missing(ratio) else f"{number(float(ratio) * 100, places)}{NBSP}%"


def financial_year(year: Any) -> str:
    """A financial year by the calendar year in which it starts.

    >>> financial_year(2027), financial_year(2099), financial_year(None)
    ('2027/28', '2099/00', '–')
    """
    return DASH if is_missing(year) else f"{int(year)}/{(int(year) + 1) % 100:02d}"


def year_span(years: Sequence[int]) -> str:
    """The first and last of some financial years.

    >>> year_span(range(2027, 2032)), year_span([2027])
    ('2027/28 to 2031/32', '2027/28')
    """
    if len(years) == 1:
        return financial_year(years[0])
    return f"{financial_year(years[0])} to {financial_year(years[-1])}"


def long_date(value: dt.date | None) -> str:
    """A date in words.

    >>> long_date(dt.date(2026, 10, 31)), long_date(None)
    ('31 October 2026', 'not stated')
    """
    return NOT_STATED if is_missing(value) else f"{value.day} {value:%B} {value.year}"  # type: ignore[union-attr]


def count(value: int, singular: str, plural: str = "") -> str:
    """A count with its noun.

    >>> count(1, "machine"), count(1200, "machine"), count(2, "body", "bodies")
    ('1 machine', '1,200 machines', '2 bodies')
    """
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def count_or_no(value: int, singular: str, plural: str = "") -> str:
    """A count with its noun, and its verb where both forms have one, as a sentence says it: "no" for none.

    >>> [count_or_no(value, "machine stays", "machines stay") for value in (0, 1, 2)]
    ['no machine stays', '1 machine stays', '2 machines stay']
    """
    return count(value, singular, plural) if value else f"no {singular}"


def sentence(words: str) -> str:
    """Words with a capital first letter, for the start of a sentence or a row.

    >>> sentence("no machine stays"), sentence("")
    ('No machine stays', '')
    """
    return words[:1].upper() + words[1:]


def listing(items: Iterable[str]) -> str:
    """Items as a sentence lists them.

    >>> listing(["CT"]), listing(["CT", "MRI", "X-ray"])
    ('CT', 'CT, MRI and X-ray')
    """
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def _with_pound_sign(printed: str) -> str:
    if printed == DASH:
        return DASH
    return f"{_MINUS}£{printed[1:]}" if printed.startswith(_MINUS) else f"£{printed}"
