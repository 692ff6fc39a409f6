"""A workbook as what it is: a zip of XML parts that name each other (ECMA-376, part 2)."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES = "[Content_Types].xml"
RELATION_ID = f"{{{_OFFICE}}}id"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class UnpatchableError(Exception):
    """The workbook is written in a way that cannot be patched with safety; it never reaches a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one part says of another: the kind (last word of its type), and the other part's name."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A workbook's bytes, with the parts that were changed or added since."""

    data: bytes
    names: frozenset[str]
    changed: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """A part as it now is. Raises UnpatchableError where there is none."""
        if name in self.changed:
            return self.changed[name]
        if name not in self.names:
            raise UnpatchableError(f"no part {name}")
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self.names or name in self.changed

    def having(self, parts: Mapping[str, bytes]) -> "Package":
        """The same package with these parts in place of its own, or beside them."""
        return Package(data=self.data, names=self.names, changed={**self.changed, **parts})

    def packed(self) -> bytes:
        """The workbook's bytes; the same package gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                content = self.changed.get(entry.filename)
                new.writestr(entry, old.read(entry) if content is None else content, zipfile.ZIP_DEFLATED)
            for name in sorted(set(self.changed) - self.names):
                new.writestr(zipfile.ZipInfo(name, _FIXED_DATE), self.changed[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


def opened(data: bytes) -> Package:
    """The package of a workbook's bytes. Raises UnpatchableError where they are no zip of distinct parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise UnpatchableError("not a zip") from None
    if len(names) != len(set(names)) or CONTENT_TYPES not in names:
        raise UnpatchableError("parts are missing or doubled")
    return Package(data=data, names=frozenset(names))


def parsed(data: bytes) -> etree._Element:
    """A part's XML, read without entities or network. Raises UnpatchableError where it is not plain XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnpatchableError("not well-formed XML") from None
    if root.getroottree().docinfo.doctype:
        raise UnpatchableError("XML with a document type")
    return root


def written(root: etree._Element) -> bytes:
    """XML as bytes, with its declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def xml_text(text: str) -> str:
    r"""Text that XML can hold, and that a spreadsheet shows as it stands.

    >>> xml_text("a\x00b _x0041_")
    'ab _x005F_x0041_'
    """
    return _LOOKS_ESCAPED.sub("_x005F_", _NOT_XML.sub("", text))


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """What a part says of others inside the package, in its order."""
    name = _relations_part(part)
    if not package.has(name):
        return ()
    folder = posixpath.dirname(part)
    return tuple(
        Relation(
            id=one.get("Id", ""),
            kind=one.get("Type", "").rsplit("/", 1)[-1],
            target=posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in parsed(package.read(name))
        if isinstance(one.tag, str) and one.get("TargetMode") != "External"
    )


def related(package: Package, part: str, kind: str, target: str) -> tuple[Package, str]:
    """The package with `part` naming `target` under a new id, and that id."""
    name = _relations_part(part)
    root = (
        parsed(package.read(name))
        if package.has(name)
        else etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    )
    taken = {one.get("Id") for one in root}
    relation_id = next(
        f"rIdCapplan{number}" for number in range(1, len(taken) + 2) if f"rIdCapplan{number}" not in taken
    )
    kind_type = f"{_OFFICE}/{kind}"
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=relation_id, Type=kind_type, Target=f"/{target}")
    return package.having({name: written(root)}), relation_id


def with_types(package: Package, overrides: Mapping[str, str], defaults: Mapping[str, str]) -> Package:
    """The package with these parts' content types, and these of file name endings."""
    root = parsed(package.read(CONTENT_TYPES))
    known = {one.get("Extension", "").lower() for one in root}
    for ending, content_type in defaults.items():
        if ending not in known:
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", Extension=ending, ContentType=content_type))
    for name, content_type in overrides.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
    return package.having({CONTENT_TYPES: written(root)})


def unused(package: Package, pattern: str) -> str:
    """A name for a new part: `pattern` with the first number that is not taken.

    Names are compared without case, as the standard asks.
    """
    taken = {name.lower() for name in (*package.names, *package.changed)}
    return next(name for number in range(1, len(taken) + 2) if (name := pattern.format(number)).lower() not in taken)


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
