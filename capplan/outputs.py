"""A run folder: every file of a run, and the manifest that says what made it.

The manifest holds the inputs' hashes, versions, the resolved policies and the hash of each file
written, and nothing that changes from one run of the same inputs to the next. A file that a person
has changed since it was written, or that capplan did not write, is never replaced.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from capplan.errors import InputError, Problem
from capplan.frames import to_json

MANIFEST = "manifest.json"
SCHEMA = "capplan/run/1"
RUN_AGAIN = "Run `capplan run` again."
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
    if (
        not isinstance(manifest, dict)
        or manifest.get("schema") != SCHEMA
        or not isinstance(manifest.get("files"), dict)
    ):
        raise InputError(Problem(where=str(path), what=f"not a manifest of this version ({SCHEMA})", mend=RUN_AGAIN))
    return manifest


def is_finished(folder: Path) -> bool:
    """Whether a folder holds a run that came to its end."""
    try:
        return bool(read_manifest(folder).get("finished"))
    except InputError:
        return False


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Within this, what is wrong with a file of a run is told by its name."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(Problem(where=str(path), what="missing from the run folder", mend=RUN_AGAIN)) from None
    except (AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        what = f"cannot be read, as it is cut short or another version's ({type(error).__name__}: {error})"
        raise InputError(Problem(where=str(path), what=what, mend=RUN_AGAIN)) from error


def inside(folder: Path, name: str) -> Path:
    """The path of what a manifest names in its run folder, which may have come from anybody.

    Raises InputError where the name, or a link on the way to it, leads out of the folder.
    """
    path = folder / name
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        is_inside = False
    if not is_inside:
        what = f"names {name[:200]!r}, which is not in the run folder"
        raise InputError(Problem(where=str(folder / MANIFEST), what=what, mend=RUN_AGAIN))
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolder:
    """A folder that is being filled. `known` holds the hash of each file that an earlier run wrote
    here, `made_by` what that run's manifest says made it; `written` the hash of each file written now. To a run that
    `is_finished` papers are added: it stays finished if that work stops half way."""

    path: Path
    known: Mapping[str, str]
    made_by: Mapping[str, Any]
    written: dict[str, str] = field(default_factory=dict)
    is_finished: bool = False

    def write(self, name: str, data: bytes) -> Path:
        """Write a file (its name may hold `/`).

        Raises InputError rather than replace a file that is not as capplan left it, is open elsewhere or is not in
        this folder.
        """
        target = inside(self.path, name)
        as_left = (self.known.get(name), sha256(data))
        if target.exists() and (target.is_dir() or sha256(target.read_bytes()) not in as_left):
            raise InputError(
                Problem(
                    where=str(target),
                    what="already there, and not as capplan left it",
                    mend="Move it away, or choose another folder with --out.",
                )
            )
        _put(target, data)
        self.written[name] = sha256(data)
        return target

    @contextmanager
    def filled(self, manifest: Mapping[str, Any]) -> Iterator["RunFolder"]:
        """Write files within this; the manifest is written when it ends.

        What an earlier run left here and this one did not write is removed, unless it was made by the
        very same inputs (papers, say, beside the plan they are of). Where the work stops half way, nothing
        is removed and the manifest still knows every file, so that the run can be made again.
        """
        try:
            yield self
        except BaseException:
            if self.written or self.known:
                with suppress(InputError):
                    self._record(manifest, {**self.known, **self.written}, finished=self.is_finished)
            raise
        stale = {} if self._is_made_again(manifest) else set(self.known) - set(self.written)
        for name in sorted(stale):
            left = inside(self.path, name)
            if left.is_file() and sha256(left.read_bytes()) == self.known[name]:
                left.unlink()
        kept = {name: value for name, value in self.known.items() if name not in stale}
        self._record(manifest, {**kept, **self.written}, finished=True)

    def _is_made_again(self, manifest: Mapping[str, Any]) -> bool:
        same_inputs = {**self.made_by} == json.loads(to_json(dict(manifest)))
        return same_inputs and all(self.known.get(name) == value for name, value in self.written.items())

    def _record(self, manifest: Mapping[str, Any], files: Mapping[str, str], *, finished: bool) -> None:
        content = to_json({"schema": SCHEMA, **manifest, "finished": finished, "files": dict(sorted(files.items()))})
        path = self.path / MANIFEST
        # A run that is written again as it was keeps its place among the runs by time.
        if not path.exists() or path.read_bytes() != content:
            _put(path, content)


def open_run_folder(path: Path) -> RunFolder:
    """A new run folder at `path`, or an earlier one there to be replaced.

    Raises InputError where `path` is a file, or a folder with a manifest that is not ours or names what is not in it.
    """
    try:
        is_file = path.is_file() or any(parent.is_file() for parent in path.parents)
    except OSError as error:
        what = (error.strerror or "cannot be used").lower()
        raise InputError(Problem(where=str(path)[:200], what=what, mend="Choose another folder with --out.")) from None
    if is_file:
        raise InputError(Problem(where=str(path), what="a file, not a folder", mend="Choose a folder with --out."))
    if not (path / MANIFEST).exists():
        return RunFolder(path=path, known={}, made_by={})
    files, made_by = _opened(path)
    return RunFolder(path=path, known=files, made_by=made_by)


def reopen_run_folder(path: Path) -> tuple[RunFolder, dict[str, Any]]:
    """A finished run, to write papers into, with what made it; what it holds already is kept."""
    files, made_by = _opened(path)
    folder = RunFolder(path=path, known=files, made_by=made_by, written=dict(files), is_finished=is_finished(path))
    return folder, made_by


def _opened(path: Path) -> tuple[dict[str, str], dict[str, Any]]:
    manifest = read_manifest(path)
    for name in manifest["files"]:
        inside(path, name)
    made_by = {name: value for name, value in manifest.items() if name not in ("schema", "finished", "files")}
    return manifest["files"], made_by


def refuse_to_replace(path: Path) -> None:
    """Raises InputError where there is a file at `path` already."""
    if path.exists():
        raise InputError(Problem(where=str(path), what="already there", mend="Choose another name, or move it away."))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must be new.

    Raises InputError where one is there already, or it cannot be written.
    """
    refuse_to_replace(path)
    _put(path, data)


def replace_own(path: Path, data: bytes, *, is_own: Callable[[bytes], bool]) -> None:
    """Write a file that a command was asked for by name; what is there already is replaced only where
    `is_own` says, by its bytes, that it is an earlier result.

    Raises InputError where something else is there, or the file cannot be written.
    """
    if path.is_dir() or (path.exists() and not is_own(path.read_bytes())):
        refuse_to_replace(path)
    _put(path, data)


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a run that is killed leaves no half of one under its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        mend = f"Close {path.name[:80]} if it is open in Excel, or choose another name or folder."
        raise InputError(Problem(where=str(path), what=what, mend=mend)) from None


def write_numbered(
    folder: Path, name: str, data: bytes, *, is_own: Callable[[bytes], bool], taken: Collection[Path] = ()
) -> Path:
    """Write a file into a folder, under a name that takes nothing from anybody, and return its path.

    What is there already is replaced only where `is_own` says, by its bytes, that it is an earlier
    result as it was left, and never one of `taken`; else the new one gets a number after its name:
    `register (checked) 2.xlsx`.
    Raises InputError where the file cannot be written.
    """
    given = Path(name)
    names = (name, *(f"{given.stem} {number}{given.suffix}" for number in range(2, _MOST_NUMBERED)))
    paths = (folder / one for one in names)
    free = next(one for one in paths if one not in taken and (not one.exists() or is_own(one.read_bytes())))
    _put(free, data)
    return free
