"""Run folders: what may be replaced, and what never is."""

import json
from pathlib import Path

import pytest

from capplan.errors import InputError
from capplan.outputs import (
    inside,
    is_finished,
    open_run_folder,
    read_manifest,
    refuse_to_replace,
    reopen_run_folder,
    replace_own,
    sha256,
)


def finished(path: Path, files: dict[str, bytes]) -> Path:
    with open_run_folder(path).filled({"versions": {}}) as folder:
        for name, data in files.items():
            folder.write(name, data)
    return path


def stopped_half_way(path: Path) -> None:
    with open_run_folder(path).filled({"versions": {}}) as folder:
        folder.write("a.csv", b"3")
        raise KeyboardInterrupt


def test_a_run_may_be_made_again_in_its_own_folder(tmp_path: Path) -> None:
    """Files that are as capplan left them are replaced, and those no longer made are removed."""
    finished(tmp_path / "run", {"a.csv": b"1", "old/b.csv": b"2"})
    finished(tmp_path / "run", {"a.csv": b"3"})
    assert (tmp_path / "run" / "a.csv").read_bytes() == b"3"
    assert not (tmp_path / "run" / "old" / "b.csv").exists()


def test_a_file_that_a_person_changed_is_never_replaced(tmp_path: Path) -> None:
    """A changed file stops the run, with its name and a way out."""
    path = finished(tmp_path / "run", {"a.csv": b"1"})
    (path / "a.csv").write_bytes(b"my notes")
    with pytest.raises(InputError, match=r"a\.csv: already there, and not as capplan left it"):
        finished(path, {"a.csv": b"3"})
    assert (path / "a.csv").read_bytes() == b"my notes"


def test_the_manifest_holds_the_hash_of_every_file(tmp_path: Path) -> None:
    """What a run wrote can be checked against its manifest, papers added later among it."""
    path = finished(tmp_path / "run", {"a.csv": b"1"})
    folder, manifest = reopen_run_folder(path)
    with folder.filled(manifest):
        folder.write("board.pdf", b"paper")
    assert set(read_manifest(path)["files"]) == {"a.csv", "board.pdf"}


def test_papers_that_are_stopped_leave_the_run_finished(tmp_path: Path) -> None:
    """Whoever stops the papers of a finished run keeps the run, and can ask it why."""
    path = finished(tmp_path / "run", {"a.csv": b"1"})
    folder, manifest = reopen_run_folder(path)
    with pytest.raises(KeyboardInterrupt), folder.filled(manifest):
        raise KeyboardInterrupt
    assert is_finished(path)
    with pytest.raises(KeyboardInterrupt):
        stopped_half_way(path)
    assert not is_finished(path)


def test_a_run_that_was_stopped_can_be_made_again(tmp_path: Path) -> None:
    """What was written before the stop is known to the manifest, and what was there before stays."""
    path = finished(tmp_path / "run", {"a.csv": b"1", "b.csv": b"2"})
    with pytest.raises(KeyboardInterrupt):
        stopped_half_way(path)
    assert (path / "b.csv").exists()
    finished(path, {"a.csv": b"4"})
    assert (path / "a.csv").read_bytes() == b"4"
    assert not (path / "b.csv").exists()


@pytest.mark.parametrize("name", ["../victim.txt", "base/../../victim.txt", "/etc/hostname", "away/victim.txt", "a\0"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    """A manifest may come from anybody: what it names is in its folder, by whatever links, or is not touched."""
    (tmp_path / "victim.txt").write_bytes(b"keep me")
    path = finished(tmp_path / "run", {"a.csv": b"1"})
    (path / "away").symlink_to(tmp_path)
    with pytest.raises(InputError, match=r"manifest\.json: names .*, which is not in the run folder"):
        inside(path, name)
    manifest = read_manifest(path)
    manifest["files"][name] = sha256(b"keep me")
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for opened in (open_run_folder, reopen_run_folder):
        with pytest.raises(InputError, match="which is not in the run folder"):
            opened(path)
    assert (tmp_path / "victim.txt").read_bytes() == b"keep me"


def test_a_file_is_written_only_into_its_folder(tmp_path: Path) -> None:
    """Whatever a scenario is called, its files are not written beside the run."""
    with pytest.raises(InputError, match="which is not in the run folder"):
        finished(tmp_path / "run", {"../escaped/board.html": b"1"})
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("text", ["{}", "not json", json.dumps({"schema": "other"})])
def test_a_folder_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    """A manifest that is not ours stops the run."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="not a manifest of this version"):
        open_run_folder(tmp_path)


def test_a_named_result_replaces_only_a_result(tmp_path: Path) -> None:
    """A file asked for by name replaces an earlier result of its kind and nothing else."""
    path = tmp_path / "assets.csv"

    def is_own(there: bytes) -> bool:
        return there.startswith(b"asset_id,")

    replace_own(path, b"asset_id,1", is_own=is_own)
    replace_own(path, b"asset_id,2", is_own=is_own)
    path.write_bytes(b"Asset No,Trust")
    with pytest.raises(InputError, match="already there"):
        replace_own(path, b"asset_id,3", is_own=is_own)
    with pytest.raises(InputError, match="already there"):
        refuse_to_replace(path)
