"""A run that is stopped half way: nothing half-written, nobody left working, and it can be made again."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from capplan.outputs import is_finished
from capplan.samples import write_single
from tests.cli.conftest import PLAN, Command
from tests.interrupts import interruptible

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """The plan file of a project that takes seconds to solve."""
    (tmp_path / "registers").mkdir()
    write_single(tmp_path / "registers" / "register.csv", assets=2_500, seed=3)
    path = tmp_path / "capplan.toml"
    path.write_text(PLAN.replace("6_000_000", "60_000_000"), encoding="utf-8")
    return path


def stopped_while_solving(plan: Path, out: Path, by: signal.Signals) -> subprocess.Popen[str]:
    """A run that got a signal once its registers were read."""
    command = [sys.executable, "-m", "capplan", "run", "--plan", str(plan), "--out", str(out)]
    with interruptible():
        run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith("Reading registers"):
            break
    time.sleep(0.7)
    run.send_signal(by)
    run.wait(timeout=30)
    return run


def still_working(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    working = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[2]) == group and after_name[0] != "Z":
            working.append(int(entry.name))
    return working


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_run_that_is_stopped_leaves_nothing_half_done(
    large: Path, tmp_path: Path, command: Command, by: signal.Signals
) -> None:
    """Killed or interrupted while solving: no run, no half of a file, no process; the same command then works."""
    out = tmp_path / "run"
    run = stopped_while_solving(large, out, by)
    assert run.returncode == (-signal.SIGKILL if by is signal.SIGKILL else 130)
    assert not is_finished(out)
    assert not [path for path in out.rglob("*") if path.is_file()]
    ends = time.monotonic() + 5
    while still_working(run.pid) and time.monotonic() < ends:
        time.sleep(0.1)
    assert still_working(run.pid) == []
    assert command("run", "--plan", large, "--out", out).code == 0
    assert is_finished(out)


def test_file_is_written_whole_or_not_at_all(tmp_path: Path, project: Path, command: Command) -> None:
    """What an earlier run was killed over is no obstacle: half of a file lies under no file's name."""
    out = tmp_path / "run"
    out.mkdir()
    (out / ".assets.csv.part").write_bytes(b"asset_id,organ")
    assert command("run", "--plan", project, "--out", out).code == 0
    assert not list(out.rglob("*.part"))
    assert is_finished(out)
