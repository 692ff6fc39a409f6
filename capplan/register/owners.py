"""Whose an asset is: its own column, else the sheet's name, else the file's; and sheets that are those of sites."""

import re
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.register.classes import class_words
from capplan.register.draft import Draft
from capplan.register.findings import Finding
from capplan.register.known_names import ORGANISATIONS, KnownNames, class_in, said_by
from capplan.register.wording import normalised

# A sheet whose name is made of these and of numbers does not say whose it is.
_GENERIC_WORDS = frozenset(
    ("all", "asset", "assets", "capital", "csv", "current", "data", "diagnostic", "equipment", "export", "fleet",
     "full", "hardware", "imaging", "inventory", "item", "items", "list", "main", "master", "medical", "new", "of",
     "page", "plan", "radiology", "register", "registers", "replacement", "report", "sheet", "summary", "tab", "table",
     "the", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
)  # fmt: skip

_OF_A_BODY = re.compile(
    r"(?i:\b(?:nhs|trust|ft|foundation|hospitals|university|health|healthcare|board|council|authority|icb|ics|ltd|limited|"
    r"plc|llp|cic)\b)|^[A-Z][A-Z0-9]{2}$"
)


def with_owners(draft: Draft, policy: Policy, names: KnownNames) -> Draft:
    """The draft with an organisation for every asset.

    A row with neither an organisation nor its code takes the name of its sheet, unless that is
    general ("Sheet1", "Register") or a class; then the body that the sheet's titles name, else the file's
    name. Each such sheet is noted (R030). A sheet whose name does not say that it is an organisation's is taken for
    a site of the only body that its file names (R125); where it names none, the doubt is a warning (R126).
    """
    assets = draft.assets
    rows = assets[c.ORGANISATION].isna() & assets[c.ORGANISATION_CODE].isna()
    sheets = pd.Series(list(zip(assets[c.SOURCE_FILE], assets[c.SOURCE_SHEET], strict=True)), index=assets.index)
    said = {place: _owner(draft, place, policy, names) for place in sheets[rows].unique()}
    owners = sheets.map({place: owner.name for place, owner in said.items()}).astype("str")
    owned = draft.having({c.ORGANISATION: assets[c.ORGANISATION].where(~rows, owners)})
    owned = owned.assuming(c.ORGANISATION, rows).noting(_note(place, owner) for place, owner in said.items())
    of_site = {place: place[1].strip() for place, owner in said.items() if owner.is_over_sheet}
    bare = rows & assets[c.SITE].isna() & assets[c.SITE_CODE].isna() & sheets.isin(list(of_site))
    sites = sheets.map(of_site).astype("str")
    return owned.having({c.SITE: assets[c.SITE].where(~bare, sites)}).assuming(c.SITE, bare)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose the rows of a sheet are that do not say so: a name, where it is from, whether the sheet's own name is
    that of a site, and whether it is all a guess."""

    name: str
    source: str
    is_over_sheet: bool = False
    is_unsure: bool = False


def _owner(draft: Draft, place: tuple[str, str], policy: Policy, names: KnownNames) -> _Owner:
    file, sheet = place
    titled = draft.bodies.get(place, "")
    name = owner_of(file, sheet, policy, titled)
    if name != sheet.strip():
        return _Owner(name=name, source="the title" if name == titled else "the file's name")
    says = said_by(sheet, names)
    is_body = bool(_OF_A_BODY.search(sheet)) or not says.keys().isdisjoint(ORGANISATIONS)
    body = titled or draft.book_bodies.get(file, "")
    if is_body or body == name:
        return _Owner(name=name, source="the sheet's name")
    if body:
        return _Owner(name=body, source=f"{body}, which the file names", is_over_sheet=True)
    return _Owner(name=name, source="the sheet's name", is_unsure=True)


def owner_of(file: str, sheet: str, policy: Policy, titled: str = "") -> str:
    """Whose the assets of a sheet are by its name, unless that is general or a class, else by its titles (the
    body that they name, if any), else by its file's name."""
    words = (word.rstrip("0123456789") for word in normalised(sheet).split())
    is_general = all(not word or word in _GENERIC_WORDS for word in words)
    is_class = bool(class_in(sheet, class_words(policy.reference)))
    return titled or PurePath(file).stem if is_general or is_class else sheet.strip()


def _note(place: tuple[str, str], owner: _Owner) -> Finding:
    file, sheet = place
    code = "R125" if owner.is_over_sheet else "R126" if owner.is_unsure else "R030"
    return Finding(code=code, file=file, sheet=sheet, column=c.ORGANISATION, used=owner.name, detail=owner.source)
