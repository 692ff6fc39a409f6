"""Reading a register, beside the way that is usual: ratios, since seconds differ from machine to machine."""

import gc
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from capplan.policy import default_policy
from capplan.register import read_registers
from capplan.register.sniff import read_contents
from capplan.register.workbook import read_sheets

pytestmark = pytest.mark.benchmark

ROWS, NATIONAL_ROWS = 10_000, 200_000
HEADINGS = (
    "Asset No", "Trust", "Site", "Department", "Room", "Modality", "Make", "Model", "Serial no", "Installed",
    "Replacement cost", "Purchase cost", "Exams per year", "Capacity", "Support", "Condition", "Status", "Notes",
    "Quantity", "Useful life",
)  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of some work and of the processes that it starts."""
    gc.collect()
    before, _ = os.times(), work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def report(said: str) -> None:
    """Shows a measurement (with `-s`)."""
    sys.stdout.write(f"\n{said}\n")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of 10,000 rows and 20 columns."""
    return written(tmp_path_factory.mktemp("benchmark") / "register.xlsx", ROWS)


def written(path: Path, rows: int) -> Path:
    """A workbook of so many rows and 20 columns at `path`, which is given back."""
    chance = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, as_date = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            label, price = chance.choice((("CT", 750_000), ("MRI", 950_000), ("Ultrasound", 80_000)))
            cells = (
                f"A{row:06}", "Ashmere Hospitals", f"Site {row % 9}", f"Ward {row % 30}", f"R{row % 99}", label,
                chance.choice(("GE", "Philips", "Siemens")), f"M{row % 50}", f"S{row:07}", None,
                price, price, chance.randint(1_000, 9_000), 10_000, "Supported", "B", "In use", f"Note {row}", 1, 10,
            )  # fmt: skip
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
            sheet.write_number(row, 9, 40_000 + row % 4_000, as_date)
    return path


def usual(path: Path) -> pd.DataFrame:
    return pd.read_excel(path, engine="openpyxl")


def test_cells_are_read_in_a_third_of_the_usual_time(register: Path) -> None:
    """Sniffed, limited, parsed in a process of its own and searched for what is hidden, all the same."""
    own = seconds(lambda: read_sheets(read_contents(register, register.name)))
    other = seconds(lambda: usual(register))
    report(f"cells of {ROWS:,} rows: {own:.2f} s; pandas with openpyxl: {other:.2f} s; ratio {own / other:.2f}")
    assert own < other / 3


def test_a_register_is_read_mapped_and_checked_within_twice_the_usual_time(register: Path) -> None:
    """All of it, to assets and findings, for what others take to read the cells; and under 5 seconds."""
    start = time.monotonic()
    own = seconds(lambda: read_registers([register], default_policy(), base=register.parent))
    other = seconds(lambda: usual(register))
    report(f"{ROWS:,} rows to assets: {own:.2f} s; pandas with openpyxl: {other:.2f} s; ratio {own / other:.2f}")
    assert own < 2 * other
    assert own < 5
    assert time.monotonic() - start < 60


def test_workbooks_with_formulas_cost_under_half_a_second_more(register: Path, tmp_path: Path) -> None:
    """The pass over the XML for what is hidden, on a sheet that it cannot skip."""
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(ROWS):
            for column in range(19):
                sheet.write_number(row, column, row)
            sheet.write_formula(row, 19, f"=A{row + 1}*2", None, row * 2)
    plain = seconds(lambda: read_sheets(read_contents(register, register.name)))
    marked = seconds(lambda: read_sheets(read_contents(path, path.name)))
    report(f"formulas: {marked:.2f} s; without: {plain:.2f} s")
    assert marked - plain < 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
def test_two_hundred_thousand_rows_are_read_within_a_minute_and_two_gigabytes(tmp_path: Path) -> None:
    """The equipment of a whole country in one workbook, in a process of its own so that its peak is known."""
    path = written(tmp_path / "register.xlsx", NATIONAL_ROWS)
    work = (
        "import resource, sys; from pathlib import Path; from capplan.policy import default_policy; "
        "from capplan.register import read_registers; path = Path(sys.argv[1]); "
        "assets = len(read_registers([path], default_policy(), base=path.parent).assets); "
        "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]; "
        "print(assets, sum(one.ru_utime + one.ru_stime for one in used), max(one.ru_maxrss for one in used))"
    )
    done = subprocess.run([sys.executable, "-c", work, str(path)], capture_output=True, text=True, check=True)
    assets, cpu_s, peak_kb = map(float, done.stdout.split())
    report(f"{assets:,.0f} rows to assets: {cpu_s:.1f} s, peak {peak_kb / 1_000_000:.2f} GB")
    assert assets == NATIONAL_ROWS
    assert cpu_s < 60
    assert peak_kb < 2_000_000
