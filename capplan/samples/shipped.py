"""The sample registers that come with capplan, and how they are copied for someone to try."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from capplan.errors import InputError, Problem
from capplan.policy.load import PLAN_FILE_NAME

_COPIED = (".toml", ".csv", ".xlsx")


def sample_names() -> list[str]:
    """The names of the shipped files, folders with `/`."""
    return [name for name, _ in _sample_files(files("capplan.sample_registers"), "")]


def copy_sample(folder: Path) -> Path:
    """Copy the sample registers and plan file into `folder`; returns the plan file's path.

    A file that is there already and the same is left. Raises InputError, before anything is written,
    where one differs: a person's changes are never overwritten.
    """
    shipped = dict(_sample_files(files("capplan.sample_registers"), ""))
    changed = [folder / name for name, data in shipped.items() if _differs(folder / name, data)]
    if changed:
        mend = "Choose another folder, or move the file away."
        raise InputError([Problem(where=str(path), what="changed since it was copied", mend=mend) for path in changed])
    try:
        for name, data in shipped.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.write_bytes(data)
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        raise InputError(Problem(where=str(folder), what=what, mend="Choose a folder that you may write to.")) from None
    return folder / PLAN_FILE_NAME


def _differs(path: Path, data: bytes) -> bool:
    return path.exists() and (not path.is_file() or path.read_bytes() != data)


def _sample_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and not item.name.startswith("__"):
            yield from _sample_files(item, f"{prefix}{item.name}/")
        elif item.name.endswith(_COPIED):
            yield f"{prefix}{item.name}", item.read_bytes()
