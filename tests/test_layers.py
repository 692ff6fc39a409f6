"""The arrows of the house: which part may import which, and where each heavy library lives."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "capplan"
MAY_IMPORT = {
    "errors": set(),
    "columns": set(),
    "model": {"policy"},
    "frames": {"columns"},
    "comparison": {"columns", "model"},
    "reference": {"errors", "columns"},
    "policy": {"errors", "columns", "reference"},
    "guide": {"policy", "reference"},
    "register": {"errors", "columns", "model", "policy", "reference"},
    "scoring": {"errors", "columns", "model", "policy", "reference"},
    "planning": {"errors", "columns", "model", "policy", "reference"},
    "reporting": {"errors", "columns", "comparison", "model", "policy", "reference", "templates"},
    "samples": {"errors", "columns", "policy", "reference", "frames", "sample_registers"},
    "projects": {"errors", "policy", "templates"},
    "organisations": {"errors", "scoring"},
    "pipeline": {
        "errors",
        "columns",
        "model",
        "policy",
        "reference",
        "register",
        "scoring",
        "planning",
        "organisations",
    },
    "allocation": {"errors", "model", "planning", "policy"},
    "outputs": {"errors", "columns", "model", "frames"},
    "runs": {"errors", "columns", "model", "frames", "outputs", "policy", "reporting"},
    "scenarios": {"errors", "columns", "comparison", "model", "policy", "reference", "pipeline", "planning", "scoring"},
    "doctor": {"columns", "policy", "planning", "reporting", "samples"},
}
HOMES = {
    "lxml": {"register"},
    "openpyxl": {"register"},
    "python_calamine": {"register"},
    "xlsxwriter": {"register", "reporting", "samples"},
    "pulp": {"planning"},
    "highspy": {"planning"},
    "matplotlib": {"reporting"},
    "jinja2": {"reporting"},
    "typst": {"reporting"},
    "pikepdf": {"reporting"},
    "rapidfuzz": {"register"},
    "distributed": {"scenarios"},
    "click": {"cli"},
    "rich": {"cli"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Dotted names that a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_run_one_way(path: Path) -> None:
    """A part imports only the parts below it; no room imports another."""
    part = part_of(path)
    if part in ("cli", "__init__", "__main__"):
        return
    used = {name.split(".")[1] for name in imports_of(path) if name.startswith("capplan.")}
    assert used <= MAY_IMPORT[part] | {part}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_home(path: Path) -> None:
    """Each heavy library is imported only in its home."""
    for name in imports_of(path):
        top = name.split(".")[0]
        assert part_of(path) in HOMES.get(top, {part_of(path)}), f"{top} does not live in {part_of(path)}"


def test_every_part_is_on_the_ground_plan() -> None:
    """A new part of the package has its place in the table of arrows."""
    assert {part_of(path) for path in MODULES} <= {*MAY_IMPORT, "cli", "__init__", "__main__"}
