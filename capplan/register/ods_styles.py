"""The number formats and styles of cells of an OpenDocument spreadsheet (.ods).

Its formats are elements, one for each part of a number or a date; here each becomes the code that Excel has
for it. Layout: OASIS, OpenDocument 1.3 part 3, sections 16.29 (data styles) and 16.2 (styles).
"""

import math
from collections.abc import Callable, Iterator, Mapping

from capplan.register.styles import Styles, telling

_STYLE, _LOOKS, _CHOICE = "style:style", "style:text-properties", "style:map"
_FORMATS = frozenset(
    ("number:number-style", "number:currency-style", "number:percentage-style", "number:date-style",
     "number:time-style", "number:text-style", "number:boolean-style")
)  # fmt: skip
_WORDS, _SYMBOL, _SHARE = "number:text", "number:currency-symbol", "number:percentage-style"
_UNSTRUCK = (None, "none")


class OdsStyles:
    """Gathers the styles of a document as its elements begin and end, those of one of its parts after another."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._of_positives: dict[str, str] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        self._struck: set[str] = set()
        self._format, self._style, self._is_share = "", "", False
        self._words: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Takes note of an element."""
        if name in _FORMATS:
            self._format, self._style, self._is_share = attributes.get("style:name", ""), "", name == _SHARE
            self._codes[self._format] = ""
        elif name == _STYLE:
            self._format, self._style = "", attributes.get("style:name", "")
            own = attributes.get("style:data-style-name", ""), attributes.get("style:parent-style-name", "")
            self._cells[self._style] = own
        elif name == _LOOKS and self._style and attributes.get("style:text-line-through-style") not in _UNSTRUCK:
            self._struck.add(self._style)
        elif name == _CHOICE and attributes.get("style:condition", "").startswith("value()>"):
            self._of_positives.setdefault(self._format, attributes.get("style:apply-style-name", ""))
        elif name in (_WORDS, _SYMBOL):
            self._words = []
        elif self._format and name in _PARTS:
            self._codes[self._format] += _PARTS[name](attributes)

    def end(self, name: str) -> None:
        """Takes note of the end of an element."""
        if name in (_WORDS, _SYMBOL) and self._words is not None:
            words, self._words = "".join(self._words), None
            code = f"[${words}]" if name == _SYMBOL else '"' + words.replace('"', "") + '"'
            code = "%" if self._is_share and words.strip() == "%" else code
            self._codes[self._format] = self._codes.get(self._format, "") + code

    def text(self, text: str) -> None:
        """Takes note of text."""
        if self._words is not None:
            self._words.append(text)

    def telling(self) -> Styles[str]:
        """The telling styles of cells, by name."""
        codes = {name: self._codes.get(self._of_positives.get(name, name), code) for name, code in self._codes.items()}
        struck = {style for style in self._cells if not self._struck.isdisjoint(self._with_parents(style))}
        return telling({style: (self._format_of(style), style) for style in self._cells}, codes, struck)

    def _format_of(self, style: str) -> str:
        return next((self._cells[one][0] for one in self._with_parents(style) if self._cells[one][0]), "")

    def _with_parents(self, style: str) -> Iterator[str]:
        passed: set[str] = set()
        while style in self._cells and style not in passed:
            passed.add(style)
            yield style
            style = self._cells[style][1]


def _number(attributes: Mapping[str, str]) -> str:
    least, places = (int(attributes.get(f"number:{what}", 0)) for what in ("min-integer-digits", "decimal-places"))
    factor = float(attributes.get("number:display-factor", 1))
    grouped = "#,##" if attributes.get("number:grouping") == "true" else ""
    scaled = "," * round(math.log10(factor) / 3) if factor > 1 else ""
    return grouped + ("0" * min(least, 20) or "#") + ("." + "0" * min(places, 20) if places else "") + scaled


def _sized(short: str, long: str) -> Callable[[Mapping[str, str]], str]:
    return lambda attributes: long if attributes.get("number:style") == "long" else short


def _month(attributes: Mapping[str, str]) -> str:
    is_word = attributes.get("number:textual") == "true"
    return (_sized("mmm", "mmmm") if is_word else _sized("m", "mm"))(attributes)


_PARTS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "number:number": _number,
    "number:year": _sized("yy", "yyyy"),
    "number:month": _month,
    "number:day": _sized("d", "dd"),
    "number:day-of-week": _sized("ddd", "dddd"),
    "number:week-of-year": _sized("ww", "ww"),
    "number:quarter": _sized("q", "qq"),
    "number:hours": _sized("h", "hh"),
    "number:minutes": _sized("mm", "mm"),
    "number:seconds": _sized("s", "ss"),
    "number:fraction": _sized("# ?/?", "# ?/?"),
    "number:scientific-number": _sized("0E+0", "0E+0"),
}
