"""The package as others get it: a wheel, installed elsewhere, run from another folder; and README's commands."""

import configparser
import os
import re
import shutil
import site
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from capplan.cli import COMMANDS
from tests.test_layers import imports_of

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="not a checkout")


def tracked() -> list[str]:
    """The files of this checkout that git has, and so everyone else; none where there is no git."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return []
    listed = subprocess.run(["git", "ls-files", "-c"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def unhidden() -> list[str]:
    """The files of a folder that has no git, such as an unpacked source distribution."""
    tops = (path for path in ROOT.iterdir() if path.name == ".ci" or not path.name.startswith("."))
    files_of = (path.rglob("*") if path.is_dir() else (path,) for path in tops)
    return [str(path.relative_to(ROOT)) for paths in files_of for path in paths if path.is_file()]


def dotted(name: str) -> str:
    """The name by which a file of the package is imported."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout as everyone else has it, to build from."""
    folder = tmp_path_factory.mktemp("package") / "source"
    for name in tracked() or unhidden():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    """The wheel of this checkout, built without asking any index."""
    folder = source.parent
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(folder),
        str(source),
    ]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that has the wheel, and this one's libraries but not this checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    # A path in a .pth file is searched but its own .pth files, an editable install's among them, are not run.
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(packages), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def test_the_wheel_holds_everything_that_is_not_code(wheel: Path) -> None:
    """Templates, reference tables and sample registers travel with the package."""
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        *(
            f"capplan/templates/{path.relative_to(ROOT / 'templates').as_posix()}"
            for path in (ROOT / "templates").rglob("*")
        ),
        *(f"capplan/reference/{path.name}" for path in (ROOT / "capplan" / "reference").glob("*.toml")),
        *(f"capplan/samples/{path.name}" for path in (ROOT / "capplan" / "samples").glob("*.toml")),
        *(
            f"capplan/sample_registers/registers/{path.name}"
            for path in (ROOT / "sample_registers" / "registers").iterdir()
        ),
        "capplan/sample_registers/capplan.toml",
        "capplan/py.typed",
    ]
    wanted = {name for name in shipped if "." in Path(name).name and "__pycache__" not in name}
    assert wanted - names == set()


def test_the_wheel_works_elsewhere(installed: Path, tmp_path: Path) -> None:
    """Installed away from the checkout and run from the root folder, the demo makes its papers."""
    root = Path(tmp_path.anchor)
    where = [str(installed), "-c", "import capplan; print(capplan.__file__)"]
    assert (
        str(installed.parents[1]) in subprocess.run(where, cwd=root, capture_output=True, text=True, check=True).stdout
    )
    demo = [str(installed), "-m", "capplan", "demo", str(tmp_path / "demo")]
    said = subprocess.run(demo, cwd=root, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "£" in said.stdout
    for name in ("board.pdf", "board.html", "finance.xlsx"):
        assert (tmp_path / "demo" / "run" / "base" / name).stat().st_size > 10_000


def test_readme_gives_two_commands_that_stand_alone() -> None:
    """README's two commands each make the environment, install and run; the second is what CI runs."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    begins = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/"
    assert re.findall(rf"^{re.escape(begins)}(.*)$", readme, flags=re.MULTILINE) == ["capplan demo", "pytest"]
    assert ".venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest" in (ROOT / ".ci" / "run").read_text(
        encoding="utf-8"
    )


def test_readme_names_every_command() -> None:
    """A command that README does not name is a command that nobody finds."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for one in COMMANDS if f"capplan {(name := str(one.name))}" not in readme] == []


def test_packages_are_listed_where_setuptools_looks() -> None:
    """Every folder with code is a listed package, so that a wheel leaves none out."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    folders = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in (ROOT / "capplan").rglob("__init__.py")
    }
    of_data = {
        f"capplan.{path.parent.relative_to(ROOT).as_posix().replace('/', '.')}"
        for top in ("templates", "sample_registers")
        for path in (ROOT / top).rglob("*.*")
        if path.suffix != ".pyc"
    }
    assert folders | of_data == listed


@pytest.mark.skipif(not tracked(), reason="no git")
def test_what_tracked_code_imports_is_tracked() -> None:
    """A module that someone forgot to add works here and nowhere else."""
    names = {name for name in tracked() if name.endswith(".py") and (ROOT / name).is_file()}
    used = {one for name in names for one in imports_of(ROOT / name)}
    parts = {one.rsplit(".", cut)[0] for one in used for cut in range(one.count("."))}
    forgotten = {path.relative_to(ROOT).as_posix() for path in (ROOT / "capplan").rglob("*.py")} - names
    assert {name for name in forgotten if dotted(name) in parts} == set()


def test_a_source_distribution_holds_what_the_tests_need(source: Path) -> None:
    """Whoever has only the source distribution can run README's test command, and is told of no doubtful package."""
    build = "from setuptools import build_meta; build_meta.build_sdist('../dist'); build_meta.build_wheel('../dist')"
    said = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "ambiguous" not in said.stderr
    with tarfile.open(next((source.parent / "dist").glob("*.tar.gz"))) as made:
        held = {name.partition("/")[2] for name in made.getnames()}
    wanted = {name for name in tracked() if name.startswith(("tests/", "capplan/", "templates/", "sample_registers/"))}
    wanted |= {"tests/conftest.py", "CHANGELOG.md", ".ci/run", "README.md", "setup.cfg", "pyproject.toml"}
    assert {name for name in wanted if (ROOT / name).is_file()} - held == set()


def test_the_two_configuration_files_do_not_overlap() -> None:
    """`setup.cfg` says where files live and nothing of the project itself, which pyproject.toml holds."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    assert "metadata" not in config
    assert set(config["options"]) == {"packages", "package_dir"}
    assert "project" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_nothing_shipped_is_executable_content() -> None:
    """The sample workbooks are plain data: no macros."""
    for path in files("capplan.sample_registers").joinpath("registers").iterdir():
        with path.open("rb") as file:
            assert not any("vba" in name.lower() for name in zipfile.ZipFile(file).namelist())
