"""Reads a TOML file and remembers where each setting stands, so that a fault can name its line."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capplan.errors import InputError, PolicyError, Problem

Setting = tuple[str | int, ...]
_TABLE = re.compile(r"^\s*\[(?P<double>\[?)\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_ASSIGNED = re.compile(rf"^\s*(?P<key>{_DOTTED})\s*=(?!=)")
_INLINE = re.compile(rf"[{{,]\s*(?P<key>{_DOTTED})\s*=(?!=)")
_DECODE_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlFile:
    """A TOML file's data, its lines, and the line and column (from 1) of every setting."""

    path: Path
    data: Mapping[str, Any]
    lines: tuple[str, ...]
    places: Mapping[Setting, tuple[int, int]]

    def place(self, setting: Iterable[str | int]) -> tuple[int, int]:
        """Line and column of a setting, or of the nearest thing above it; parts that the file does
        not spell are passed over."""
        found: Setting = ()
        for part in setting:
            if (*found, part) in self.places:
                found = (*found, part)
        return self.places.get(found, (1, 1))

    def problem(self, setting: Iterable[str | int], what: str, mend: str) -> Problem:
        """A problem at a setting's place, with the line it stands on."""
        line, column = self.place(setting)
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(where=f"{self.path.name}:{line}:{column}", what=what, mend=mend, context=f"{line:5} | {text}")


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file (UTF-8, with or without a byte order mark).

    Raises InputError if it cannot be opened, PolicyError with the line and column if it is not TOML.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                Problem(where=str(path), what="larger than any plan file", mend="Give a plan file in TOML.")
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(where=str(path), what=f"not UTF-8 text ({error.reason})", mend="Save it as UTF-8.")
        ) from None
    except OSError as error:
        raise InputError(
            Problem(
                where=str(path), what=(error.strerror or "cannot be read").lower(), mend="Check the name and try again."
            )
        ) from None
    lines = tuple(text.splitlines())
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(_not_toml(path, lines, str(error))) from None
    return TomlFile(path=path, data=data, lines=lines, places=_places(lines))


def _not_toml(path: Path, lines: tuple[str, ...], message: str) -> Problem:
    place = _DECODE_PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (max(1, len(lines)), 1)
    said = _DECODE_PLACE.sub("", message.replace("(at end of document)", "")).strip()
    text = lines[line - 1] if line <= len(lines) else ""
    return Problem(
        where=f"{path.name}:{line}:{column}",
        what=f"not valid TOML: {said[:1].lower()}{said[1:]}",
        mend="Text needs quotes, tables need [brackets], and each setting stands on its own line.",
        context=f"{line:5} | {text}",
    )


def _parts(dotted: str) -> Setting:
    return tuple(re.sub(r"""^["']|["']$""", "", part) for part in re.findall(_KEY, dotted))


def _places(lines: Iterable[str]) -> dict[Setting, tuple[int, int]]:
    places: dict[Setting, tuple[int, int]] = {}
    arrays: Counter[Setting] = Counter()
    table: Setting = ()
    for number, line in enumerate(lines, start=1):
        if heading := _TABLE.match(line):
            table = _parts(heading["name"])
            if heading["double"]:
                arrays[table] += 1
                table = (*table, arrays[table] - 1)
            _remember(places, table, number, line.index("[") + 1)
        elif assigned := _ASSIGNED.match(line):
            setting = (*table, *_parts(assigned["key"]))
            _remember(places, setting, number, assigned.start("key") + 1)
            for inline in _INLINE.finditer(line, assigned.end()):
                _remember(places, (*setting, *_parts(inline["key"])), number, inline.start("key") + 1)
    return places


def _remember(places: dict[Setting, tuple[int, int]], setting: Setting, line: int, column: int) -> None:
    for length in range(1, len(setting) + 1):
        places.setdefault(setting[:length], (line, column))
