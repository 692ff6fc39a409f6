"""How money, years and lists are said in sentences."""

from collections.abc import Sequence

_CALENDAR = range(1900, 2200)


def pounds(amount: float) -> str:
    """Whole pounds, with commas.

    >>> pounds(3_400_000), pounds(-12.4)
    ('£3,400,000', '-£12')
    """
    return f"{'-' if round(amount) < 0 else ''}£{abs(round(amount)):,}"


def money(amount: float) -> str:
    """Money where pounds would say too much: millions, else thousands, else pounds.

    >>> money(199_780_898), money(-1_260_000), money(650_000), money(812)
    ('£199.8m', '-£1.3m', '£650k', '£812')
    """
    size, sign = abs(amount), "-" if round(amount) < 0 else ""
    if size >= 999_500:
        return f"{sign}£{size / 1e6:,.1f}m"
    return f"{sign}£{size / 1e3:,.0f}k" if size >= 999.5 else pounds(amount)


def amount(value: float, objective: str) -> str:
    """An amount of what an objective counts: need in points, everything else in pounds.

    >>> amount(-1204.4, "value"), amount(12.34, "need")
    ('-£1,204', '12.3 points')
    """
    return f"{value:,.1f} points" if objective == "need" else pounds(value)


def rate(amount: float) -> str:
    """What £1 returns, in pounds and pence.

    >>> rate(1.204)
    '£1.20'
    """
    return f"{'-' if round(amount, 2) < 0 else ''}£{abs(amount):,.2f}"


def financial_year(year: int) -> str:
    """A financial year by both its calendar years; a number that is no calendar year stays as it is.

    >>> financial_year(2028), financial_year(2099), financial_year(1)
    ('2028/29', '2099/00', '1')
    """
    return f"{year}/{(year + 1) % 100:02d}" if year in _CALENDAR else str(year)


def listing(names: Sequence[str]) -> str:
    """Names in a sentence; more than four are cut short.

    >>> listing(["North"]), listing(["North", "Coast", "Vale"])
    ('North', 'North, Coast and Vale')
    >>> listing(["a", "b", "c", "d", "e", "f"])
    'a, b, c and 3 others'
    """
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def known_within(gap: float) -> str:
    """How near the best a plan is known to be, the gap a share of its worth.

    >>> known_within(0.0123)
    'known to within 1.23 %'
    """
    return f"known to within {gap:.2%}".replace("%", " %") if gap < 1 else "not known to be near the best"
