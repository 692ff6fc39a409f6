"""The plan's capital by the purses that pay for it, in words: the envelope, and ring-fenced funds beside it."""

from capplan.reporting.case import Case
from capplan.reporting.measures import Spend


def purses(case: Case, by_year: Spend) -> str:
    """What is spent of the envelope, and of the funds where there are any, each against its own."""
    envelope = case.money(sum(by_year.envelopes))
    if not by_year.of_funds:
        return f"{case.money(by_year.total)} of an envelope of {envelope}"
    funds = case.money(sum(map(sum, by_year.of_funds.values())))
    own = case.money(sum(by_year.from_envelope))
    return (
        f"{case.money(by_year.total)} of envelope and funds: {own} of an envelope of {envelope} and "
        f"{case.money(sum(by_year.from_funds))} of ring-fenced funds of {funds}"
    )


def inside_the_envelope(by_year: Spend) -> str:
    """Whether every year stays within the money that pays for it."""
    if by_year.over_envelope:
        return "above the envelope in some years"
    return f"inside {'both' if by_year.of_funds else 'the envelope'} in every year"
