"""What a row of one cell may name: a class, an organisation or a site that is known, by exact words only."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.classes import class_words
from capplan.register.headings import heading_column
from capplan.register.labels import judged
from capplan.register.mapping import RegisterMapping
from capplan.register.networks import Networks
from capplan.register.organisations import Organisations, compared
from capplan.register.tables import Table
from capplan.register.wording import clean, is_blank, normalised, seen

CLASS, ORGANISATIONS, SITES = (c.ASSET_CLASS,), (c.ORGANISATION, c.ORGANISATION_CODE), (c.SITE, c.SITE_CODE)
KINDS = (CLASS, ORGANISATIONS, SITES)
_NUMBERS = re.compile(r"[(\[]?\b(?:20\d\d(?:\s*[/-]\s*\d{2,4})?|\d{1,3}|no|qty|items?|total)\b[)\]]?[\s:]*", re.I)
_COUNT = re.compile(r"\s*[(\[]\s*\d{1,4}(?:\s*[a-z]+)?\s*[)\]]\s*$", re.I)
_EDGES = " -–—:,."
_LONGEST = 120
_LONGEST_CLASS = 60
_CODE = r"(?P<code>[A-Z0-9]{3,5})"
_WITH_CODE = (
    re.compile(rf"{_CODE}\s*(?:[-–—:|,]\s*|\s)(?P<name>\S.*)"),
    re.compile(rf"(?P<name>.*\S)\s*(?:[-–—:|,]\s*{_CODE}|[(\[]\s*(?P<bracketed>[A-Z0-9]{{3,5}})\s*[)\]])"),
)

type Says = Mapping[Column, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What is known by name: the key of every word for a class (normalised), the name of each organisation's code
    ("" where it is not given), organisations by name as compared, and sites by name or code, normalised, with the
    column that they are of."""

    classes: Mapping[str, str]
    codes: Mapping[str, str] = field(default=MappingProxyType({}))
    organisations: Mapping[str, str] = field(default=MappingProxyType({}))
    sites: Mapping[str, tuple[Column, str]] = field(default=MappingProxyType({}))

    def with_sites(self, sites: Iterable[tuple[Column, str]]) -> "KnownNames":
        """The same with these sites, each with the column that it is of, a name or a code."""
        return replace(self, sites={**{normalised(name): (column, name) for column, name in sites}, **self.sites})

    def with_words_of(self, mapping: RegisterMapping) -> "KnownNames":
        """The same with the words of a saved mapping for classes, organisations and sites."""
        organisations = {compared(word): meant for word, meant in mapping.words(c.ORGANISATION).items()}
        sites = {word: (column, meant) for column in SITES for word, meant in mapping.words(column).items()}
        return replace(
            self,
            classes={**self.classes, **mapping.words(c.ASSET_CLASS)},
            organisations={**self.organisations, **organisations},
            sites={**self.sites, **sites},
        )


def known_names(policy: Policy, networks: Networks, published: Organisations) -> KnownNames:
    """What a plan knows by name: its classes, the organisations of its networks file and of the published list,
    and the sites that its funds are for."""
    codes = {**dict.fromkeys(networks.by_code, ""), **published.name_of, **networks.name_of}
    names = {compared(name): "" for name in networks.by_name} | {
        compared(name): name for name in (*published.name_of.values(), *networks.name_of.values())
    }
    sites = [site for fund in policy.fund for site in fund.site]
    return KnownNames(
        classes=class_words(policy.reference),
        codes=codes,
        organisations=names,
        sites={normalised(site): (c.SITE, site) for site in sites},
    )


def said_by(text: str, names: KnownNames) -> Says:
    """What a text that stands alone names, by column: a class, else an organisation, else a site; nothing where it
    is no such name, whole and exact. A count in brackets and a word for what it is ("Site:") do not count."""
    if not 0 < len(text) <= _LONGEST:
        return {}
    if key := class_in(text, names.classes):
        return {c.ASSET_CLASS: key}
    said, bare = bare_name(text)
    found = {} if said in SITES else _organisation_in(bare, names)
    return found or ({} if said in ORGANISATIONS else _site_in(bare, names))


def bare_name(text: str) -> tuple[Column | None, str]:
    """What a text says that it names, if it does so of a place, and the name itself, without a count.

    >>> bare_name("Site: North (3)"), bare_name("Ash NHS Trust -")
    (('site', 'North'), (None, 'Ash NHS Trust'))
    """
    label, _, rest = text.partition(":")
    said = heading_column(label) if rest.strip() else None
    is_place = said in (*ORGANISATIONS, *SITES)
    return said if is_place else None, _COUNT.sub("", rest if is_place else text).strip(_EDGES)


def class_in(text: str, words: Mapping[str, str]) -> str:
    """The class that a heading names and nothing else, beside numbers and years; "" for any other text.

    >>> class_in("CT SCANNERS (3)", {"ct scanners": "ct"}), class_in("North site", {"ct scanners": "ct"})
    ('ct', '')
    """
    label = _NUMBERS.sub(" ", text).strip(" -:,.()")
    if not 0 < len(label) <= _LONGEST_CLASS:
        return ""
    found = (judged(name, words) for name in (label, label.removesuffix("s").removesuffix("S")))
    return next((one.key for one in found if one.key and not one.code), "")


def _organisation_in(text: str, names: KnownNames) -> Says:
    """An organisation's name, its code in capitals, or both where they are of one body."""
    if text in names.codes:
        return {c.ORGANISATION_CODE: text}
    if compared(text) in names.organisations:
        return {c.ORGANISATION: names.organisations[compared(text)] or clean(text)}
    for pattern in _WITH_CODE:
        found = pattern.fullmatch(text)
        code = (found["code"] or found.groupdict().get("bracketed") or "") if found else ""
        if found and code in names.codes:
            listed, written = names.codes[code], clean(found["name"]).strip(_EDGES)
            is_same = not listed or compared(written) == compared(listed)
            known_as = names.organisations.get(compared(written), "")
            if is_same or known_as == listed:
                return {c.ORGANISATION_CODE: code, c.ORGANISATION: listed or written}
    return {}


def _site_in(text: str, names: KnownNames) -> Says:
    column, name = names.sites.get(normalised(text), (c.SITE, ""))
    return {column: name} if name else {}


def sites_of(tables: Iterable[Table]) -> Iterator[tuple[Column, str]]:
    """The sites that the rows of some tables name, each with the column that it is of."""
    for table in tables:
        for place, column in ((one.position, one.column) for one in table.fields if one.column in SITES):
            cells = {row[place] for _, row in table.rows if isinstance(row[place], str)}
            yield from ((column, seen(cell)) for cell in sorted(cells) if not is_blank(cell))
