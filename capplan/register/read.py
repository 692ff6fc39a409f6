"""The story of reading registers: files, tables, cells, then what the rows mean together."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.model import Register, SourceFile
from capplan.policy import Policy
from capplan.register.absent import no_table
from capplan.register.accepting import with_accepted
from capplan.register.checks import checked
from capplan.register.classes import with_classes
from capplan.register.coerce import read_cells
from capplan.register.column_checks import with_column_checks
from capplan.register.dating import with_install_dates
from capplan.register.draft import Draft
from capplan.register.findings import Finding, Place, findings_frame
from capplan.register.headless import found_in_file, in_file, with_headings
from capplan.register.hidden_marks import hidden_of, with_hidden_told
from capplan.register.identity import expanded, with_ids, without_copies
from capplan.register.known_names import KnownNames, known_names, sites_of
from capplan.register.layout import straightened
from capplan.register.makers import with_makers
from capplan.register.mapping import RegisterMapping, layout_reader, mapping_of
from capplan.register.mapping_files import read_mappings
from capplan.register.matching import matched_table
from capplan.register.networks import read_networks, with_networks
from capplan.register.notes import noted
from capplan.register.organisations import read_organisations, with_organisations
from capplan.register.own import is_own
from capplan.register.own_pounds import with_own_pounds
from capplan.register.owners import with_owners
from capplan.register.places import placed, with_places
from capplan.register.sections import with_names_above
from capplan.register.sniff import read_contents
from capplan.register.tables import Table
from capplan.register.titles import body_of_book
from capplan.register.unused_mappings import mappings_to_use, unused_by_all
from capplan.register.workbook import Sheet, read_sheets

_IN_USE = "in_use"


def read_registers(
    paths: Sequence[Path],
    policy: Policy,
    *,
    base: Path,
    progress: Callable[[str], None] = lambda name: None,
) -> Register:
    """Every asset of some registers, with everything doubtful in them found at its cell.

    Workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods) and text (.csv, .tsv), in any layout with a row of
    headings. Assets have the columns `ASSETS + SOURCE + (ASSUMED,)`, one row an asset, sorted by
    file, then in the order of sheets and rows; ids are unique; what cannot be read is blank and
    found; what was assumed is named in `ASSUMED`. Assets that are not in service are kept.

    Files go by their names relative to `base`, as do those that the policy names. `progress` is
    called with each name before it is read. Headings are read by the mappings that the policy names,
    then by exact name. Raises InputError, with every fault of every file, where a file cannot be read
    or holds no table; PolicyError where a mapping is not valid.
    """
    mappings = read_mappings(policy, base=base)
    to_use = mappings_to_use(paths, policy, mappings, base)
    return read_mapped(paths, policy, mappings, base=base, progress=progress, to_use=to_use)


def read_mapped(
    paths: Sequence[Path],
    policy: Policy,
    mappings: Sequence[RegisterMapping],
    *,
    base: Path,
    progress: Callable[[str], None] = lambda name: None,
    to_use: Mapping[str, RegisterMapping] = MappingProxyType({}),
) -> Register:
    """The same as `read_registers`, with these mappings and no others; those of `to_use`, by the names of their
    files, are told of where no table is read by them."""
    networks = read_networks(policy, base=base)
    organisations = read_organisations(policy, base=base)
    names = known_names(policy, networks, organisations)
    tables, findings, files = read_files(named(paths, base), mappings, policy, names, progress)
    findings += unused_by_all(tables, to_use)
    draft = with_status(with_places(read_cells(tables, policy.plan.as_at), tables).noting(findings))
    for step in (with_classes, with_makers, with_install_dates):
        draft = step(draft, policy)
    draft = with_owners(draft, policy, names)
    draft = with_organisations(draft, organisations)
    ids = _ids(draft)
    for step in (without_copies, with_ids, with_own_pounds, with_column_checks, checked):
        draft = step(draft, policy)
    draft = with_networks(draft, networks)
    ids |= _ids(draft)
    draft = expanded(draft, policy)
    counts = draft.assets[c.SOURCE_FILE].value_counts()
    return Register(
        assets=draft.assets,
        findings=with_hidden_told(findings_frame(with_accepted(draft, ids), ids), hidden_of(tables)),
        files=tuple(
            SourceFile(name=name, sha256=sha256, assets=int(counts.get(name, 0)), as_at=_stood(draft, name))
            for name, sha256 in files.items()
        ),
    )


def with_status(draft: Draft) -> Draft:
    """The draft with every asset that says nothing of its status taken to be in use, and marked so."""
    rows = draft.assets[c.STATUS].isna()
    return draft.having({c.STATUS: draft.assets[c.STATUS].where(~rows, _IN_USE)}).assuming(c.STATUS, rows)


def read_files(
    paths: dict[str, Path],
    mappings: Sequence[RegisterMapping],
    policy: Policy,
    names: KnownNames,
    progress: Callable[[str], None],
) -> tuple[list[Table], list[Finding], dict[str, str]]:
    """The tables of every file, what was found on the way, and each file's SHA-256."""
    read: list[tuple[Table, list[Finding]]] = []
    findings: list[Finding] = []
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    for name, path in paths.items():
        progress(name)
        try:
            contents = read_contents(path, name)
            sheets = [sheet for sheet in read_sheets(contents) if not is_own(sheet.rows)]
            found = [one for sheet in sheets for one in tables_of(sheet, mappings, policy)]
        except InputError as error:
            problems += error.problems
            continue
        if not any(table is not None for table, _ in found):
            problems.append(no_table(name, sheets, [finding for _, some in found for finding in some]))
        body = body_of_book(sheets, [table for table, _ in found if table is not None])
        read += [(replace(table, book_body=body), some) for table, some in found if table is not None]
        findings += [finding for table, some in found if table is None for finding in some]
        hashes[name] = contents.sha256
    if problems:
        raise InputError(problems)
    names = names.with_sites(sites_of(table for table, _ in read))
    named = [_with_names_above(table, some, mappings, names, policy) for table, some in read]
    return [table for table, _ in named], [*findings, *(one for _, some in named for one in some)], hashes


def _with_names_above(
    table: Table, findings: Sequence[Finding], mappings: Sequence[RegisterMapping], names: KnownNames, policy: Policy
) -> tuple[Table, list[Finding]]:
    mapping = mapping_of(table.sheet, mappings)
    if not mapping.source.sections:
        return table, list(findings)
    return with_names_above(table, findings, names.with_words_of(mapping), policy)


def _stood(draft: Draft, name: str) -> str:
    """The oldest day at which a sheet of the file says that it stood, ISO; blank where none does."""
    days = [day for (file, _), day in draft.stood.items() if file == name]
    return min(days).isoformat() if days else ""


def tables_of(
    sheet: Sheet, mappings: Sequence[RegisterMapping], policy: Policy
) -> Iterator[tuple[Table | None, list[Finding]]]:
    """Each table of a sheet, or None where a part of it has none, with what was found; addresses are those
    of the file."""
    mapping = mapping_of(sheet, mappings)
    if mapping.source.no_headings:
        table, found = matched_table(with_headings(sheet), mappings, policy)
        yield table and in_file(table), [*found_in_file(found), *(noted([sheet]) if table else ())]
        return
    parts, findings = straightened(sheet, layout_reader(sheet, mappings), mapping.source.side_by_side)
    notes = noted(parts)
    for part in parts:
        table, found = matched_table(part, mappings, policy)
        findings += found if table is None else [*found, *notes]
        notes = notes if table is None else []
        yield table, placed(findings, part)
        findings = []


def named(paths: Sequence[Path], base: Path) -> dict[str, Path]:
    """Paths by what to call them, sorted: relative to `base`, else the bare name, else as given where
    two are called the same. A file that is given twice is read once."""
    # Path.resolve raises where links lead in a circle; such a file is refused when it is opened.
    distinct = {Path(os.path.realpath(path)): path for path in paths}
    names = {given: _name(real, base.resolve()) for real, given in distinct.items()}
    times = Counter(names.values())
    named = {name if times[name] == 1 else given.as_posix(): given for given, name in names.items()}
    return dict(sorted(named.items()))


def _name(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name


def _ids(draft: Draft) -> dict[Place, str]:
    """The id of each row, blank where it has none."""
    where = draft.assets[[*c.SOURCE, c.ASSET_ID]].itertuples(index=False, name=None)
    return {(file, sheet, int(row), block): "" if pd.isna(asset) else asset for file, sheet, row, block, asset in where}
