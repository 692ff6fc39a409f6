"""The number formats, fonts and styles of cells of a binary workbook (.xlsb).

Layouts: Microsoft, [MS-XLSB] section 2.4 (BrtFmt, BrtFont, BrtXF, BrtBeginCellXFs, BrtEndCellXFs).
"""

import struct
import zipfile

from capplan.register.bin_records import records, text_at
from capplan.register.styles import BUILT_IN, Styles, telling

_STYLES = "xl/styles.bin"
_FONT, _FORMAT, _STYLE, _BEGIN_CELLS, _END_CELLS = 43, 44, 47, 617, 618
_STRUCK = 0x08


def styles_of(archive: zipfile.ZipFile) -> Styles[int]:
    """The telling styles of a workbook; none where it has no styles. Raises struct.error, IndexError and
    the errors of the archive where it is damaged."""
    if _STYLES not in archive.namelist():
        return Styles()
    data = archive.read(_STYLES)
    codes, struck, cells = dict(BUILT_IN), set[int](), list[tuple[int, int]]()
    fonts, is_of_cells = 0, False
    for number, at, _ in records(data):
        if number == _FORMAT:
            codes[struct.unpack_from("<H", data, at)[0]] = text_at(data, at + 2)[0]
        elif number == _FONT:
            if struct.unpack_from("<H", data, at + 2)[0] & _STRUCK:
                struck.add(fonts)
            fonts += 1
        elif number == _STYLE and is_of_cells:
            cells.append(struct.unpack_from("<HH", data, at + 2))
        elif number in (_BEGIN_CELLS, _END_CELLS):
            is_of_cells = number == _BEGIN_CELLS
    return telling(dict(enumerate(cells)), codes, struck)
