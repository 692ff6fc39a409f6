"""A run folder: every file of a run, and the manifest that says what made it.

The manifest holds the inputs' hashes, versions, the resolved policies and the hash of each file
written, and nothing that changes from one run of the same inputs to the next. A file that a person
has changed since it was written, or that capplan did not write, is never replaced.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from capplan.errors import InputError, Problem
from capplan.frames import to_json

MANIFEST = "manifest.json"
SCHEMA = "capplan/run/1"
_MOST_NUMBERED = 10_000
_LIBRARIES = ("capplan", "pandas", "pulp", "highspy", "typst", "matplotlib", "xlsxwriter")


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def versions() -> dict[str, str]:
    """The versions that a result may depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished run.

    Raises InputError where `folder` is not a run folder.
    """
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise InputError(
            Problem(
                where=str(folder), what=f"not a run folder (it has no {MANIFEST})", mend="Make one with `capplan run`."
            )
        ) from None
    except ValueError:
        manifest = {}
    if manifest.get("schema") != SCHEMA:
        raise InputError(
            Problem(where=str(path), what=f"not a manifest of this version ({SCHEMA})", mend="Run `capplan run` again.")
        )
    return manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolder:
    """A folder that is being filled. `known` holds the hash of each file that an earlier run wrote
    here; `written` the hash of each file written now."""

    path: Path
    known: Mapping[str, str]
    written: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, data: bytes) -> Path:
        """Write a file (its name may hold `/`).

        Raises InputError rather than replace a file that is not as capplan left it, or is open
        elsewhere.
        """
        target = self.path / name
        if target.exists() and sha256(target.read_bytes()) not in (self.known.get(name), sha256(data)):
            raise InputError(
                Problem(
                    where=str(target),
                    what="already there, and not as capplan left it",
                    mend="Move it away, or choose another folder with --out.",
                )
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except PermissionError:
            raise InputError(
                Problem(
                    where=str(target), what="cannot be written", mend=f"Close {target.name} in Excel, then run again."
                )
            ) from None
        except OSError as error:
            raise InputError(
                Problem(
                    where=str(target),
                    what=(error.strerror or "cannot be written").lower(),
                    mend="Choose another folder.",
                )
            ) from None
        self.written[name] = sha256(data)
        return target

    @contextmanager
    def filled(self, manifest: Mapping[str, Any]) -> Iterator["RunFolder"]:
        """Write files within this; the manifest is written when it ends.

        What an earlier run left here and this one did not write is removed. Where the work stops half
        way, nothing is removed and the manifest still knows every file, so that the run can be made again.
        """
        try:
            yield self
        except BaseException:
            self._record(manifest, {**self.known, **self.written})
            raise
        for name in sorted(set(self.known) - set(self.written)):
            stale = self.path / name
            if stale.exists() and sha256(stale.read_bytes()) == self.known[name]:
                stale.unlink()
        self._record(manifest, self.written)

    def _record(self, manifest: Mapping[str, Any], files: Mapping[str, str]) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        content = {"schema": SCHEMA, **manifest, "files": dict(sorted(files.items()))}
        (self.path / MANIFEST).write_bytes(to_json(content))


def open_run_folder(path: Path) -> RunFolder:
    """A new run folder at `path`, or an earlier one there to be replaced.

    Raises InputError where `path` is a file, or a folder with a manifest that is not ours.
    """
    if path.is_file():
        raise InputError(Problem(where=str(path), what="a file, not a folder", mend="Choose a folder with --out."))
    known = read_manifest(path)["files"] if (path / MANIFEST).exists() else {}
    return RunFolder(path=path, known=known)


def reopen_run_folder(path: Path) -> tuple[RunFolder, dict[str, Any]]:
    """A finished run, to write papers into, with its manifest; what it holds already is kept."""
    manifest = read_manifest(path)
    files = manifest.pop("files")
    manifest.pop("schema")
    return RunFolder(path=path, known=files, written=dict(files)), manifest


def refuse_to_replace(path: Path) -> None:
    """Raises InputError where there is a file at `path` already."""
    if path.exists():
        raise InputError(Problem(where=str(path), what="already there", mend="Choose another name, or move it away."))


def replace_own(path: Path, data: bytes, *, begins: bytes) -> None:
    """Write a file that a command was asked for by name; an earlier result, known by
    how it `begins`, is replaced.

    Raises InputError where something else is there, or the file cannot be written.
    """
    if path.exists() and not path.read_bytes().startswith(begins):
        refuse_to_replace(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        raise InputError(
            Problem(where=str(path), what=what, mend=f"Close {path.name} if it is open, or choose another name.")
        ) from None


def write_numbered(folder: Path, name: str, data: bytes, *, is_own: Callable[[bytes], bool]) -> Path:
    """Write a file into a folder, under a name that takes nothing from anybody, and return its path.

    What is there already is replaced only where `is_own` says, by its bytes, that it is an earlier
    result as it was left; else the new one gets a number after its name: `register (checked) 2.xlsx`.
    Raises InputError where the file cannot be written.
    """
    given = Path(name)
    names = (name, *(f"{given.stem} {number}{given.suffix}" for number in range(2, _MOST_NUMBERED)))
    free = next(one for one in names if not (folder / one).exists() or is_own((folder / one).read_bytes()))
    replace_own(folder / free, data, begins=b"")
    return folder / free
