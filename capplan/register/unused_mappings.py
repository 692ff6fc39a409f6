"""Saved mappings that read nothing: of one sheet that they may be for, and of all that was read."""

from collections.abc import Iterator, Mapping, Sequence
from os.path import realpath
from pathlib import Path

from capplan.policy import Policy
from capplan.policy.mappings import mapping_paths
from capplan.register.findings import Finding
from capplan.register.mapping import NO_MAPPING, RegisterMapping, applies_to, heading_key, is_meant_for
from capplan.register.tables import Table
from capplan.register.wording import is_blank, seen

_LEAST_OF_MAPPING, _LEAST_OF_TABLE = 0.9, 0.5


def unused_of(table: Table, mapping: RegisterMapping, mappings: Sequence[RegisterMapping]) -> Iterator[Finding]:
    """A finding where no mapping applies to a table's sheet, and yet one is for it by its name, whose headings
    are others (R093), or one has its headings and is for another name (R127)."""
    sheet = table.sheet
    if mapping is not NO_MAPPING:
        return
    if any(is_meant_for(one, sheet) for one in mappings):
        yield Finding(code="R093", file=sheet.file, sheet=sheet.name)
    elif like := [one for one in mappings if _has_headings_of(one, table)]:
        yield Finding(code="R127", file=sheet.file, sheet=sheet.name, detail=_meant_for(like[0]))


def unused_by_all(tables: Sequence[Table], mappings: Mapping[str, RegisterMapping]) -> list[Finding]:
    """A finding for each mapping, by the name of its file, that no table is read by (R128), unless a table has its
    headings: it is then told there."""
    return [
        Finding(code="R128", file=name, detail=_meant_for(one))
        for name, one in mappings.items()
        if not any(applies_to(one, table.sheet) or _has_headings_of(one, table) for table in tables)
    ]


def mappings_to_use(
    paths: Sequence[Path], policy: Policy, mappings: Sequence[RegisterMapping], base: Path
) -> Mapping[str, RegisterMapping]:
    """The mappings that one of these registers should use, by the names of their files: all, if all the registers
    that the policy names are among them."""
    named = {realpath(path) for one in policy.register_sources for path in _matching(one.file, base)}
    if not named or not named <= {realpath(path) for path in paths}:
        return {}
    return dict(zip(mapping_paths(policy, base), mappings, strict=True))


def _matching(pattern: str, base: Path) -> Iterator[Path]:
    start = Path(pattern).anchor
    return (Path(start) if start else base).glob(pattern.removeprefix(start))


def _has_headings_of(mapping: RegisterMapping, table: Table) -> bool:
    own = mapping.by_heading.keys()
    cells = table.sheet.rows[table.heading_row - 1]
    there = {heading_key(seen(cell)) for cell in cells if not is_blank(cell)}
    both = len(own & there)
    return bool(own) and both >= _LEAST_OF_MAPPING * len(own) and both >= _LEAST_OF_TABLE * len(there)


def _meant_for(mapping: RegisterMapping) -> str:
    source = mapping.source
    return next((f"'{name}'" for name in (source.file, mapping.org, source.sheet) if name), "no name")
