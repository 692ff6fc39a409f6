"""Headings that ask whether a machine is leased, or of a managed service: a yes below one is a way of financing."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from capplan import columns as c
from capplan.register.choices import NO, YES, choice_reader, flag_reader
from capplan.register.wording import Cell, normalised

# What a yes below each heading says: a word for a choice of `FINANCE_METHOD`.
_NAMES = MappingProxyType(
    {
        name: method
        for method, names in {
            "managed_service": ("managed service", "managed equipment service", "managed service contract", "mes",
                                "part of mes", "under mes"),
            "pfi": ("pfi", "pfi asset", "private finance", "pf2"),
            "lease": ("leased", "lease", "on lease", "is leased", "leased item", "leased equipment", "leased asset"),
            "charity": ("donated", "charity funded", "charitably funded", "donated asset"),
            "owned": ("owned", "trust owned", "owned outright"),
        }.items()
        for name in names
    }
)  # fmt: skip
_ASKS = re.compile(r"^is it | (?:y n|yes no|y or n|yes or no)$")
_YES, _NO = tuple(map(normalised, YES)), tuple(map(normalised, NO))


def method_asked(heading: str) -> str:
    """The way of financing that a heading asks about, or "".

    >>> method_asked("Managed service?"), method_asked("PFI (Y/N)"), method_asked("Leased"), method_asked("Lease cost")
    ('managed_service', 'pfi', 'lease', '')
    """
    return _NAMES.get(_ASKS.sub("", normalised(heading)), "")


def words_below(heading: str) -> Mapping[str, str]:
    """What yes and no say below such a heading, as words for ways of financing: no says nothing of the others.

    >>> words_below("PFI?")["y"], words_below("PFI?")["no"], words_below("Funding")
    ('pfi', '', {})
    """
    method = method_asked(heading)
    if not method:
        return {}
    again = [f"yes {name}" for name, other in _NAMES.items() if other == method]
    return {**dict.fromkeys((*_YES, *again), method), **dict.fromkeys(_NO, "")}


def is_answer(cell: Cell) -> bool:
    """Whether a cell may stand below such a heading: yes, no, or a word for a way of financing.

    >>> is_answer("Y"), is_answer("Yes - MES"), is_answer("Leased"), is_answer("MES-2019-04"), is_answer(4500.0)
    (True, True, True, False, False)
    """
    text = normalised(cell).removeprefix("yes ") if isinstance(cell, str) else cell
    return flag_reader()(cell).value is not None or choice_reader(c.FINANCE_METHOD)(text).value is not None
