"""Writes the sample files: the folder of registers with its plan, or one register of any size."""

import csv
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from capplan import columns as c
from capplan.frames import to_csv
from capplan.samples.estate import make_estate
from capplan.samples.faults import faults_in
from capplan.samples.geography import geography
from capplan.samples.layouts import LAYOUTS, Style
from capplan.samples.workbook import write_register

STYLES: tuple[Style, ...] = tuple(LAYOUTS)
SUCCESSOR_HEADINGS = (c.NETWORK, c.SUCCESSOR, c.NOTES)
SYNTHETIC = "Synthetic: not a real network"
NETWORKS_SINCE = "2022-04-01"


def write_sample(folder: Path, *, seed: int = 1) -> None:
    """Write the sample into `folder`, which is made if need be: the same seed gives the same bytes.

    - `registers/NN NETWORK.xlsx`: 24 workbooks, one a network, six in each style, with planted faults.
    - `networks.csv`: which organisation belongs to which network, one row a membership.
    - `merge_24_to_18.csv`: each network's successor.
    - `capplan.toml`: the sample plan.
    """
    registers = folder / "registers"
    registers.mkdir(parents=True, exist_ok=True)
    estate = make_estate(seed=seed)
    for number, network in enumerate(geography().networks, start=1):
        write_register(
            estate[estate[c.NETWORK] == network].reset_index(drop=True),
            registers / workbook_name(number, network),
            STYLES[(number - 1) % len(STYLES)],
            title=f"{network}: equipment register",
            faults=faults_in(number),
        )
    _write_csv(folder / "networks.csv", c.MEMBERSHIPS, _memberships())
    merges = [(*names, SYNTHETIC) for names in geography().successors.items()]
    _write_csv(folder / "merge_24_to_18.csv", SUCCESSOR_HEADINGS, merges)
    plan = files("capplan.samples").joinpath("plan.toml").read_bytes()
    (folder / "capplan.toml").write_bytes(plan)


def write_single(path: Path, *, assets: int | None, seed: int) -> None:
    """Write one register of `assets` machines (None: the national estate), without faults.

    CSV if the name ends in .csv, else an Excel workbook in the plain style. Raises InputError where
    the size is out of range.
    """
    estate = make_estate(seed=seed, assets=assets)
    if path.suffix.lower() == ".csv":
        path.write_bytes(to_csv(estate))
    else:
        write_register(estate, path, "plain", title="Synthetic equipment register")


def workbook_name(number: int, network: str) -> str:
    """The name of a network's workbook.

    >>> workbook_name(1, "Northmoor imaging network")
    '01 Northmoor imaging network.xlsx'
    """
    return f"{number:02} {network}.xlsx"


def _memberships() -> list[tuple[str, ...]]:
    organisations = geography().organisations
    names = organisations.set_index(c.ORGANISATION_CODE)[c.ORGANISATION]
    primary = [(*row, "yes", NETWORKS_SINCE, "") for row in organisations.itertuples(index=False)]
    second = [
        (code, names[code], row["network"], "no", str(row["from"]), str(row.get("to", "")))
        for row in geography().memberships
        for code in [row["organisation_code"]]
    ]
    return sorted(primary + second, key=lambda row: (row[0], row[3] == "no"))


def _write_csv(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
