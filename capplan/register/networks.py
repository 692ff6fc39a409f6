"""Which network each organisation belongs to, from a dated file, and what networks merge into."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.errors import InputError, Problem
from capplan.policy import Policy
from capplan.register.choices import NO, YES
from capplan.register.draft import Draft, flagged
from capplan.register.findings import Finding, findings_frame
from capplan.register.sniff import read_contents
from capplan.register.wording import normalised, seen
from capplan.register.workbook import read_sheets

NOT_STATED = "not stated"
_MERGE_COLUMNS = (c.NETWORK, c.SUCCESSOR)
_NEEDED = (c.NETWORK,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """Memberships at one date, and successors.

    `by_code` and `by_name` give the network of an organisation by its code and its normalised name;
    `name_of` the organisation of a code; `successors` what a network is called in the plan, empty
    where no merger falls in it, from the file `merge_file`.
    """

    by_code: Mapping[str, str]
    by_name: Mapping[str, str]
    name_of: Mapping[str, str]
    successors: Mapping[str, str]
    merge_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """Assets with their networks, and the networks that the merge map leaves out (none where there
    is no merger)."""

    assets: pd.DataFrame
    without_successor: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a small CSV file: where it is, and its text by column."""

    where: str
    cells: Mapping[Column, str]


def read_networks(policy: Policy, *, base: Path) -> Networks:
    """The networks file of a policy, as it stands at `plan.as_at`, and its merge map where the
    merger falls in the plan; empty mappings where the policy names no file. Paths are relative to
    `base`.

    Of an organisation's memberships that are valid on the day the primary one counts. Raises
    InputError, with every fault at its row, where a file is missing or malformed or gives an
    organisation two primary networks at once.
    """
    problems: list[Problem] = []
    members: list[Line] = []
    if policy.networks.file is not None:
        lines = lines_of(base / policy.networks.file, policy.networks.file, c.MEMBERSHIPS, _NEEDED)
        members = [line for line in lines if _is_member(line, policy.plan.as_at, problems)]
    by_code = _one_each(members, c.ORGANISATION_CODE, problems)
    by_name = _one_each(members, c.ORGANISATION, problems)
    successors = successors_of(policy, base, problems)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    names = {key_of(line, c.ORGANISATION_CODE): line.cells[c.ORGANISATION] for line in members}
    return Networks(
        by_code=MappingProxyType(by_code),
        by_name=MappingProxyType(by_name),
        name_of=MappingProxyType({code: name for code, name in names.items() if code and name}),
        successors=MappingProxyType(successors),
        merge_file=policy.networks.merge.file if policy.networks.merge is not None else "",
    )


def attach_networks(assets: pd.DataFrame, policy: Policy, base: Path) -> Attached:
    """Assets with their networks under a policy, which may be another scenario's than that they were
    read under; `attached` with the networks that `read_networks` gives."""
    return attached(assets, read_networks(policy, base=base))


def attached(assets: pd.DataFrame, networks: Networks) -> Attached:
    """Assets with `NETWORK` by code, else by exact name, else the row's own, else "not stated"; then
    by its successor's name where it has one. An organisation that only has a code gets its name.

    Takes `ORGANISATION_CODE, ORGANISATION, NETWORK`; gives a new frame on the same index.
    """
    codes = assets[c.ORGANISATION_CODE].str.upper()
    names = assets[c.ORGANISATION].map(normalised, na_action="ignore")
    by_code, by_name = codes.map(dict(networks.by_code)).astype("str"), names.map(dict(networks.by_name)).astype("str")
    network = by_code.fillna(by_name).fillna(assets[c.NETWORK]).fillna(NOT_STATED).astype("str")
    kept = set(network) - {*networks.successors, *networks.successors.values(), NOT_STATED}
    named = (
        assets[c.ORGANISATION]
        .fillna(codes.map(dict(networks.name_of)).astype("str"))
        .fillna(assets[c.ORGANISATION_CODE])
    )
    values = {c.NETWORK: network.replace(dict(networks.successors)), c.ORGANISATION: named}
    return Attached(
        assets=assets.assign(**{column: series.astype("str") for column, series in values.items()}),
        without_successor=tuple(sorted(kept)) if networks.successors else (),
    )


def with_networks(draft: Draft, networks: Networks) -> Draft:
    """The draft with a network for every asset, and findings where none is known (R023: one for a
    sheet of which no asset has any) or where a network has no successor (R047)."""
    found = attached(draft.assets, networks)
    assets = found.assets
    draft = draft.having({c.NETWORK: assets[c.NETWORK], c.ORGANISATION: assets[c.ORGANISATION]})
    is_missing = assets[c.NETWORK] == NOT_STATED
    is_whole_sheet = is_missing.groupby([assets[c.SOURCE_FILE], assets[c.SOURCE_SHEET]]).transform("all")
    whole_sheets = assets.loc[is_whole_sheet, [c.SOURCE_FILE, c.SOURCE_SHEET]].drop_duplicates()
    findings = [
        Finding(code="R023", file=file, sheet=sheet, column=c.NETWORK, used=NOT_STATED)
        for file, sheet in whole_sheets.itertuples(index=False, name=None)
    ]
    findings += flagged(draft, "R023", c.NETWORK, is_missing & ~is_whole_sheet)
    return draft.noting([*findings, *_left_by_merger(found, networks)])


def merger_findings(assets: pd.DataFrame, policy: Policy, base: Path) -> pd.DataFrame:
    """Networks of `assets` that a policy's merge map leaves out (R047; columns `FINDINGS`): a scenario may
    merge networks that were read apart."""
    networks = read_networks(policy, base=base)
    return findings_frame(_left_by_merger(attached(assets, networks), networks), {})


def _left_by_merger(found: Attached, networks: Networks) -> list[Finding]:
    return [
        Finding(code="R047", file=networks.merge_file, column=c.NETWORK, seen=name, used=name)
        for name in found.without_successor
    ]


def _is_member(line: Line, as_at: dt.date, problems: list[Problem]) -> bool:
    """Whether a membership is primary and valid on the day; what cannot be read is a problem."""
    primary = normalised(line.cells.get(c.PRIMARY, "") or "yes")
    start, end = (day_of(line, column, problems) for column in (c.VALID_FROM, c.VALID_TO))
    if not line.cells.get(c.ORGANISATION_CODE) and not line.cells.get(c.ORGANISATION):
        problems.append(Problem(where=line.where, what="no organisation", mend="Give its code, its name or both."))
    if not line.cells[c.NETWORK]:
        problems.append(Problem(where=line.where, what="no network", mend="Give the network, or remove the row."))
    if primary not in (*YES, *NO):
        what = f"primary is {line.cells[c.PRIMARY]!r}"
        problems.append(Problem(where=line.where, what=what, mend="Write yes or no."))
    return primary in YES and (start is None or start <= as_at) and (end is None or as_at <= end)


def day_of(line: Line, column: Column, problems: list[Problem]) -> dt.date | None:
    """A date of a row, None where it is blank or cannot be read, which is a problem."""
    text = line.cells.get(column, "")
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    what = f"{column} is {text!r}, which is no date"
    problems.append(Problem(where=line.where, what=what, mend="Write it as 2027-04-01 or 01/04/2027."))
    return None


def _one_each(members: list[Line], column: Column, problems: list[Problem]) -> dict[str, str]:
    """Each organisation's network; two different ones for one organisation are a problem."""
    networks: dict[str, str] = {}
    for line in members:
        key, network = key_of(line, column), line.cells[c.NETWORK]
        if key and networks.setdefault(key, network) != network:
            what = f"{line.cells[column]} has two primary networks at once, {networks[key]} and {network}"
            problems.append(Problem(where=line.where, what=what, mend="Make one of them primary, or give them dates."))
    return networks


def key_of(line: Line, column: Column) -> str:
    """An organisation's code or name as it is compared; blank where the row has none."""
    text = line.cells.get(column, "")
    return text.upper() if column == c.ORGANISATION_CODE else normalised(text)


def successors_of(policy: Policy, base: Path, problems: list[Problem]) -> dict[str, str]:
    """What each network becomes in the merger; nothing where none falls in the plan."""
    merge = policy.networks.merge
    if merge is None or merge.year > policy.years[-1]:
        return {}
    successors: dict[str, str] = {}
    for line in lines_of(base / merge.file, merge.file, _MERGE_COLUMNS, _MERGE_COLUMNS):
        network, successor = line.cells[c.NETWORK], line.cells[c.SUCCESSOR]
        if not network or not successor:
            problems.append(Problem(where=line.where, what="a name is missing", mend="Give network and successor."))
        elif successors.setdefault(network, successor) != successor:
            what = f"{network} has two successors, {successors[network]} and {successor}"
            problems.append(Problem(where=line.where, what=what, mend="Keep one of them."))
    return successors


def lines_of(path: Path, name: str, known: tuple[Column, ...], needed: tuple[Column, ...] = _NEEDED) -> list[Line]:
    """The rows of a small table, each known column by its name; blank rows are passed over."""
    rows = read_sheets(read_contents(path, name))[0].rows
    headings = [seen(cell).casefold().replace(" ", "_") for cell in rows[0]]
    missing = [column for column in needed if column not in headings]
    if missing:
        what = f"no column {' or '.join(missing)} in its first row"
        raise InputError(Problem(where=f"{name}, row 1", what=what, mend=f"Give it the columns {', '.join(known)}."))
    return [
        Line(where=f"{name}, row {number}", cells={column: cells[column] for column in known if column in cells})
        for number, row in enumerate(rows[1:], start=2)
        if any((cells := {heading: seen(cell) for heading, cell in zip(headings, row, strict=True)}).values())
    ]
