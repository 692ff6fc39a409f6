"""Makers: a register's spelling to the name that the table of makers gives, where the table has it."""

import re
from functools import cache

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference.labels import maker_names
from capplan.register.draft import Draft, flagged
from capplan.register.wording import normalised

_FIRM_WORDS = frozenset(
    [
        "ltd",
        "limited",
        "plc",
        "inc",
        "llc",
        "corp",
        "corporation",
        "co",
        "company",
        "gmbh",
        "ag",
        "bv",
        "uk",
        "group",
        "the",
    ]
)
_BRACKETS = re.compile(r"[()\[\]/]")


def with_makers(draft: Draft, policy: Policy) -> Draft:
    """The draft with each maker by its name in the table of makers; others stay as they are written.

    A name read as another is said (R081); one that differs only in case and punctuation is not.
    """
    written = draft.assets[c.MANUFACTURER]
    names = {text: maker_of(text) for text in written.dropna().unique()}
    named = draft.having({c.MANUFACTURER: written.map(names)})
    renamed = {text: f"'{text}' read as {name}" for text, name in names.items() if _key(text) != _key(name)}
    words = written.map(renamed)
    return named.noting(flagged(named, "R081", c.MANUFACTURER, words.notna(), words))


def maker_of(text: str) -> str:
    """The name of a maker by the table, else the text as it is.

    Two names side by side, as in "Canon (Toshiba)", are read where the table has both for one maker.

    >>> maker_of("PHILLIPS LTD"), maker_of("Canon (Toshiba)"), maker_of("Philips / GE"), maker_of("Nobody's")
    ('Philips', 'Canon Medical', 'Philips / GE', "Nobody's")
    """
    known = _known()
    if (name := known.get(_key(text))) is not None:
        return name
    parts = [key for part in _BRACKETS.split(text) if (key := _key(part))]
    named = {known.get(part, "") for part in parts}
    return named.pop() if len(named) == 1 and "" not in named else text


@cache
def _known() -> dict[str, str]:
    return {_key(alias): name for alias, name in maker_names().items()}


def _key(text: str) -> str:
    return "".join(word for word in normalised(text).split() if word not in _FIRM_WORDS)
