"""A project folder: the plan file, the registers (copies, read-only) and what was learnt of them.

    capplan.toml   mappings/   registers/   outputs/ (made by runs)

Nothing that is there already is ever overwritten.
"""

import datetime as dt
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from capplan.errors import InputError, Problem
from capplan.policy.load import PLAN_FILE_NAME

MAPPINGS, REGISTERS = "mappings", "registers"
_YEARS = 5
_YEAR_STARTS = (4, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a project folder is to hold, by path inside it."""

    folder: Path
    plan: bytes
    registers: Mapping[str, bytes]
    mappings: Mapping[str, bytes]


def starter_plan(as_at: dt.date) -> bytes:
    """A plan file to start from, with remarks, its budget left to be filled in: five financial years from
    the first that starts after `as_at`."""
    start = as_at.year + (as_at.timetuple()[1:3] >= _YEAR_STARTS)
    budget = "\n".join(f"# {year} = 10_000_000" for year in range(start, start + _YEARS))
    template = Template(files("capplan.templates").joinpath("starter.toml").read_text(encoding="utf-8"))
    words = {"start": start, "next": start + 1, "as_at": as_at.isoformat(), "price_base": as_at.year, "budget": budget}
    return template.substitute(words).encode()


def register_copies(paths: Sequence[Path]) -> dict[str, bytes]:
    """Register files by name.

    Raises InputError where one cannot be read, or two have the same name.
    """
    copies: dict[str, bytes] = {}
    problems = []
    for path in paths:
        try:
            if path.exists() and not path.is_dir() and not path.is_file():
                raise OSError(0, "is not a file that can be read")
            data = path.read_bytes()
        except OSError as error:
            what = (error.strerror or "cannot be read").lower()
            problems.append(Problem(where=str(path), what=what, mend="Check the name and the folder."))
            continue
        if copies.setdefault(path.name, data) != data:
            problems.append(
                Problem(where=str(path), what="another register has this name", mend="Rename one of the two.")
            )
    if problems:
        raise InputError(problems)
    return copies


def make_project(project: Project) -> list[Path]:
    """Write a project folder; gives the files that were written, in order.

    A plan file that is there already is kept, as is a register or a mapping that is the same. Raises
    InputError, before anything is written, where one differs, or where the folder cannot be written.
    """
    wanted = {
        **{project.folder / REGISTERS / name: data for name, data in project.registers.items()},
        **{project.folder / MAPPINGS / name: data for name, data in project.mappings.items()},
    }
    differ = [path for path, data in wanted.items() if path.exists() and path.read_bytes() != data]
    if differ:
        mend = "Move it away, or choose another folder."
        raise InputError([Problem(where=str(path), what="already there, and different", mend=mend) for path in differ])
    missing = {
        path: data
        for path, data in {project.folder / PLAN_FILE_NAME: project.plan, **wanted}.items()
        if not path.exists()
    }
    try:
        for name in (MAPPINGS, REGISTERS):
            (project.folder / name).mkdir(parents=True, exist_ok=True)
        for path, data in missing.items():
            path.write_bytes(data)
            if path.parent.name == REGISTERS:
                path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        raise InputError(
            Problem(where=str(project.folder), what=what, mend="Choose a folder that you may write to.")
        ) from None
    return list(missing)
