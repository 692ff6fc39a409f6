"""Where templates come from: an organisation's own folder first, then those that are shipped.

An organisation puts files of the same names beside its plan file, in `templates/`: `paper.html`, `paper.css`,
`partials/head.html`, `partials/blocks.html` and `paper.js` for the page, `paper.typ` for the PDF, and `house.css`,
which is laid over the style of the page and is not shipped. A fault in one of them is told with its file and line.
"""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from capplan.errors import InputError, Problem

FOLDER = "templates"
_MEND = "Mend it, or move the file away to use the one that is shipped."


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates in force: those of `folder` where it has them, else the shipped ones."""

    folder: Path | None = None

    def own(self, name: str) -> Path | None:
        """The organisation's own file of that name, if it has one.

        Raises InputError where the name leads out of the folder of templates.
        """
        self._refuse_outside(name)
        path = None if self.folder is None else self.folder.joinpath(*name.split("/"))
        return path if path is not None and path.is_file() else None

    def source(self, name: str) -> str:
        """The text of a template.

        Raises InputError where the organisation's own cannot be read or the name leads out of the folder of templates,
        `jinja2.TemplateNotFound` where there is none.
        """
        path = self.own(name)
        if path is None:
            shipped = files("capplan.templates").joinpath(*name.split("/"))
            if not shipped.is_file():
                raise jinja2.TemplateNotFound(name)
            return shipped.read_text(encoding="utf-8")
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(where=str(path), what=f"cannot be read: {error}", mend=_MEND)) from None

    def render(self, name: str, given: Mapping[str, Any]) -> str:
        """A template filled in: its names stand for what `given` says they do.

        Raises InputError with file and line where a template of the organisation's own is at fault.
        """
        try:
            return _environment(self).get_template(name).render(given)
        except jinja2.TemplateSyntaxError as error:
            raise self._fault(error, error.filename or name, error.lineno) from error
        except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            frames = traceback.extract_tb(error.__traceback__)
            places = [(frame.filename, frame.lineno or 0) for frame in frames if self._is_own(frame.filename)]
            if not places:
                raise
            raise self._fault(error, *places[-1]) from error

    def fault_in(self, name: str, error: Exception) -> Exception:
        """The error as an InputError where the template of that name is the organisation's own, else as it is."""
        path = self.own(name)
        return error if path is None else InputError(Problem(where=str(path), what=str(error), mend=_MEND))

    def _refuse_outside(self, name: str) -> None:
        """Raises InputError for a name of which a part goes up, or begins again at a root or a drive."""
        if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in name.split("/")):
            where = "a template" if self.folder is None else str(self.folder)
            what = f"takes in {name[:200]!r}, which is not in the folder of templates"
            raise InputError(
                Problem(where=where, what=what, mend="Name a file of that folder, such as partials/x.html.")
            )

    def _fault(self, error: Exception, where: str, line: int) -> Exception:
        if not self._is_own(where):
            return error
        return InputError(Problem(where=f"{where}, line {line}", what=str(error) or type(error).__name__, mend=_MEND))

    def _is_own(self, where: str) -> bool:
        return self.folder is not None and Path(where).is_relative_to(self.folder)

    def loaded(self, name: str) -> tuple[str, str | None, Callable[[], bool]] | None:
        """A template as Jinja's loaders give it: its text, its file where it is the organisation's own, and whether
        it still stands; None where there is none."""
        try:
            source = self.source(name)
        except jinja2.TemplateNotFound:
            return None
        path = self.own(name)
        return source, None if path is None else str(path), lambda: path is None


@cache
def _environment(templates: Templates) -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(templates.loaded),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


SHIPPED = Templates()
