"""Figures as a manager reads them: pounds to three figures, small counts in words."""

import math

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pounds(gbp: float) -> str:
    """About how many pounds, to three figures.

    >>> pounds(114_513.6), pounds(1_619.2), pounds(9.6)
    ('£115,000', '£1,620', '£10')
    """
    if not gbp:
        return "£0"
    places = min(0, 2 - math.floor(math.log10(abs(gbp))))
    return f"£{round(round(gbp, places)):,}"


def figure(number: float) -> str:
    """A number with one decimal where it needs it.

    >>> figure(9.0), figure(8.2), figure(18_000)
    ('9', '8.2', '18,000')
    """
    text = f"{number:,.1f}"
    return text.removesuffix(".0")


def counted(number: float, noun: str) -> str:
    """A count in words up to ten, with its noun.

    >>> counted(6, "fault"), counted(1, "fault"), counted(2.5, "year"), counted(12, "fault")
    ('six faults', 'one fault', '2.5 years', '12 faults')
    """
    whole = float(number).is_integer()
    said = SMALL_NUMBERS[int(number)] if whole and 0 <= number < len(SMALL_NUMBERS) else figure(number)
    return f"{said} {noun}" if number == 1 else f"{said} {noun}s"


def share(ratio: float) -> str:
    """A ratio as a percentage.

    >>> share(0.933)
    '93 %'
    """
    return "not known" if math.isnan(ratio) else f"{100 * ratio:.0f} %"
