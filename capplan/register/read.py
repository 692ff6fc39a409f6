"""The story of reading registers: files, tables, cells, then what the rows mean together."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.model import Register, SourceFile
from capplan.policy import Policy
from capplan.register.checks import checked
from capplan.register.classes import with_classes
from capplan.register.coerce import read_cells
from capplan.register.dating import with_install_dates
from capplan.register.draft import Draft
from capplan.register.findings import Finding, Place, findings_frame
from capplan.register.identity import expanded, with_ids, without_copies
from capplan.register.networks import read_networks, with_networks
from capplan.register.owners import with_owners
from capplan.register.sniff import read_contents
from capplan.register.tables import Table, find_table
from capplan.register.workbook import read_sheets

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
    called with each name before it is read. Raises InputError, with every fault of every file, where
    a file cannot be read or holds no table.
    """
    networks = read_networks(policy, base=base)
    tables, findings, files = _read_files(_named(paths, base), progress)
    draft = with_status(read_cells(tables, policy.plan.as_at).noting(findings))
    for step in (with_classes, with_install_dates, with_owners):
        draft = step(draft, policy)
    ids = _ids(draft)
    for step in (without_copies, with_ids, checked):
        draft = step(draft, policy)
    draft = with_networks(draft, networks)
    ids |= _ids(draft)
    draft = expanded(draft, policy)
    counts = draft.assets[c.SOURCE_FILE].value_counts()
    return Register(
        assets=draft.assets,
        findings=findings_frame(draft.findings, ids),
        files=tuple(
            SourceFile(name=name, sha256=sha256, assets=int(counts.get(name, 0))) for name, sha256 in files.items()
        ),
    )


def with_status(draft: Draft) -> Draft:
    """The draft with every asset that says nothing of its status taken to be in use, and marked so."""
    rows = draft.assets[c.STATUS].isna()
    return draft.having({c.STATUS: draft.assets[c.STATUS].where(~rows, _IN_USE)}).assuming(c.STATUS, rows)


def _read_files(
    paths: dict[str, Path], progress: Callable[[str], None]
) -> tuple[list[Table], list[Finding], dict[str, str]]:
    """The tables of every file, what was found on the way, and each file's SHA-256."""
    tables: list[Table] = []
    findings: list[Finding] = []
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    for name, path in paths.items():
        progress(name)
        try:
            contents = read_contents(path, name)
            found = [find_table(sheet) for sheet in read_sheets(contents)]
        except InputError as error:
            problems += error.problems
            continue
        own = [table for table, _ in found if table is not None]
        if not own:
            problems.append(_no_table(name))
        tables += own
        findings += [finding for _, some in found for finding in some]
        hashes[name] = contents.sha256
    if problems:
        raise InputError(problems)
    return tables, findings, hashes


def _no_table(name: str) -> Problem:
    return Problem(
        where=name,
        what="has no row of headings that capplan knows, on any sheet",
        mend="Put a row above the data with headings such as Asset No, Modality, Installed and Replacement cost; "
        "`capplan columns` lists them all.",
    )


def _named(paths: Sequence[Path], base: Path) -> dict[str, Path]:
    """Paths by what to call them, sorted: relative to `base`, else the bare name, else as given where
    two are called the same. A file that is given twice is read once."""
    distinct = {path.resolve(): path for path in paths}
    names = {given: _name(real, base.resolve()) for real, given in distinct.items()}
    times = Counter(names.values())
    named = {name if times[name] == 1 else given.as_posix(): given for given, name in names.items()}
    return dict(sorted(named.items()))


def _name(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name


def _ids(draft: Draft) -> dict[Place, str]:
    """The id of each row, blank where it has none."""
    where = draft.assets[[*c.SOURCE, c.ASSET_ID]].itertuples(index=False, name=None)
    return {(file, sheet, int(row)): "" if pd.isna(asset) else asset for file, sheet, row, asset in where}
