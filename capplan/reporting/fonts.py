"""The one typeface of papers and charts, loaded by path from the package that carries it."""

import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_open_sans
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from matplotlib.font_manager import fontManager

FAMILY = "Open Sans"
FOLDER = Path(fontpkg_open_sans.ROOT) / "files"
UPRIGHT = FOLDER / "OpenSans[wdth,wght].ttf"
# What the typeface has not is written as [U+1F600].
_WRITTEN_OUT_EM = 5.0
_UNPRINTABLE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


@cache
def register_with_matplotlib() -> str:
    """Make the family known to matplotlib, and return its name.

    Raises RuntimeError where it is still not known: a chart in another typeface is never drawn in
    silence.
    """
    for path in sorted(FOLDER.glob("*.ttf")):
        fontManager.addfont(path)
    if FAMILY not in fontManager.get_font_names():
        raise RuntimeError(f"the typeface {FAMILY} was not found in {FOLDER}; install fontpkg-open-sans again")
    return FAMILY


@cache
def _drawn() -> frozenset[str]:
    characters = map(chr, TTFont(UPRIGHT, lazy=True).getBestCmap())
    return frozenset(one for one in characters if unicodedata.category(one) not in _UNPRINTABLE)


@cache
def _advances() -> dict[str, float]:
    font = TTFont(UPRIGHT, lazy=True)
    ems, metrics = font["head"].unitsPerEm, font["hmtx"]
    return {chr(point): metrics[name][0] / ems for point, name in font.getBestCmap().items()}


def width_em(text: str) -> float:
    """How wide a text is on one line, in ems of the upright typeface (kerning left out).

    >>> round(width_em("MRI"), 2)
    1.8
    """
    advances = _advances()
    return sum(advances.get(one, _WRITTEN_OUT_EM) for one in text)


def printable(text: str) -> str:
    r"""The text with each character that the typeface cannot draw written out as its code point.

    A PDF/A may hold no character without a shape, so an emoji in an asset's name would otherwise
    stop the whole paper.

    >>> printable("Röntgen 2 \N{GRINNING FACE}")
    'Röntgen 2 [U+1F600]'
    """
    unknown = set(text) - _drawn()
    return text.translate({ord(one): f"[U+{ord(one):04X}]" for one in unknown}) if unknown else text
