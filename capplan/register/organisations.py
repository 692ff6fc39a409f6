"""The published list of organisations: whether codes and names are on it, agree, and are still open.

The list is read as the NHS publishes it (Organisation Data Service, files such as etr.csv): no row of
headings, the code first, the name second, the day it opened and the day it closed in the 11th and 12th
columns, as 20171001. A list of successors (succ.csv) has the old code first and the new code second.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from rapidfuzz import fuzz, process

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.policy import Policy
from capplan.register.draft import Draft, flagged
from capplan.register.sniff import read_contents
from capplan.register.wording import Cell, normalised, seen
from capplan.register.workbook import read_sheets

_CODE_AT, _NAME_AT, _CLOSED_AT = 0, 1, 11
_ENOUGH, _MARGIN = 90, 8
_SHORT_WORDS = {"ft": "foundation trust"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisations:
    """The published organisations: names by code, codes by name as compared, the day each closed code
    closed, and the code that followed it. Empty where the policy names no list."""

    name_of: Mapping[str, str]
    code_of: Mapping[str, str]
    closed: Mapping[str, dt.date]
    successor_of: Mapping[str, str]


def read_organisations(policy: Policy, *, base: Path) -> Organisations:
    """The lists that `networks.organisations` and `networks.code_successors` name, relative to `base`.

    Raises InputError where a file is missing or is not such a list.
    """
    names: dict[str, str] = {}
    closed: dict[str, dt.date] = {}
    if policy.networks.organisations is not None:
        for row in _rows(base, policy.networks.organisations):
            code = seen(row[_CODE_AT]).upper()
            names[code] = seen(row[_NAME_AT])
            if len(row) > _CLOSED_AT and (day := _day(seen(row[_CLOSED_AT]))) and day <= policy.plan.as_at:
                closed[code] = day
    successors = policy.networks.code_successors
    followed = (
        {} if successors is None else {seen(row[0]).upper(): seen(row[1]).upper() for row in _rows(base, successors)}
    )
    codes = {
        name: code for code, name in sorted(((code, compared(name)) for code, name in names.items()), reverse=True)
    }
    return Organisations(
        name_of=MappingProxyType(names),
        code_of=MappingProxyType(codes),
        closed=MappingProxyType(closed),
        successor_of=MappingProxyType(followed),
    )


def with_organisations(draft: Draft, published: Organisations) -> Draft:
    """The draft with what the published list says against its organisations: a code or a name that is
    not on it or not of one body (R082), a code that is closed (R083). Nothing is changed but a name
    that is blank: it is filled in from its code.

    A name that is only near to one on the list is suggested, never taken for it.
    """
    if not published.name_of:
        return draft
    assets = draft.assets
    codes = assets[c.ORGANISATION_CODE].str.upper()
    pairs = list(zip(codes.fillna(""), assets[c.ORGANISATION].fillna(""), strict=True))
    doubts = {(code, name): _doubt(code, name, published) for code, name in set(pairs)}
    said = pd.Series([doubts[pair] for pair in pairs], index=assets.index, dtype="str")
    ended = codes.map({code: _ended(code, published) for code in published.closed})
    about = codes.isna()
    names = assets[c.ORGANISATION].fillna(codes.map(dict(published.name_of)).astype("str"))
    named = draft.having({c.ORGANISATION: names})
    return named.noting(
        [
            *flagged(named, "R082", c.ORGANISATION_CODE, (said != "") & ~about, said),
            *flagged(named, "R082", c.ORGANISATION, (said != "") & about, said),
            *flagged(named, "R083", c.ORGANISATION_CODE, ended.notna(), ended),
        ]
    )


def _doubt(code: str, name: str, published: Organisations) -> str:
    """What the list says against a code and a name, either of which may be blank; "" if nothing."""
    if code and code not in published.name_of:
        return f"{code} is not on the list{_nearest(name, published)}"
    if code and name and compared(name) != compared(published.name_of[code]):
        return f"{code} is {published.name_of[code]}"
    if not code and name and compared(name) not in published.code_of:
        return f"{name} is not on the list{_nearest(name, published)}"
    return ""


def _nearest(name: str, published: Organisations) -> str:
    """The published name that is clearly nearest, for a person to judge."""
    close = process.extract(
        compared(name), published.code_of.keys(), scorer=fuzz.ratio, limit=2, score_cutoff=_ENOUGH - _MARGIN
    )
    if not close or close[0][1] < _ENOUGH or (len(close) > 1 and close[0][1] - close[1][1] < _MARGIN):
        return ""
    code = published.code_of[close[0][0]]
    return f"; perhaps {published.name_of[code]} ({code})"


def _ended(code: str, published: Organisations) -> str:
    successor = published.successor_of.get(code)
    followed = f" and was followed by {successor}" if successor else ""
    return f"{code} closed on {published.closed[code]:%d/%m/%Y}{followed}"


def compared(name: str) -> str:
    """A name of an organisation made comparable: its usual short words written out."""
    return " ".join(_SHORT_WORDS.get(word, word) for word in normalised(name).split())


def _rows(base: Path, name: str) -> Sequence[Sequence[Cell]]:
    """The rows of a published list; InputError where it does not look like one."""
    rows = [row for row in read_sheets(read_contents(base / name, name))[0].rows if row and seen(row[0])]
    if not rows or any(len(row) <= _NAME_AT or len(seen(row[_CODE_AT])) > 10 for row in rows):
        mend = (
            "Use the file as the Organisation Data Service publishes it: the code first, the name or new code second."
        )
        raise InputError(Problem(where=name, what="is not a published list of organisations", mend=mend))
    return rows


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None
