"""What hand-written modules import from the generated package and it no longer has is listed."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from generator.cli import main
from generator.codegen.pipeline import PACKAGE
from generator.codegen.stale_imports import PackageImport, read_imports, stale_imports
from generator.verbs.verb import spec_paths

ROOT = Path(__file__).parents[3]
DOCUMENT = Path(__file__).parents[1] / "docs" / "documents" / "one_operation"
PACKAGE_FILES = {
    "__init__.py": "from lib._base import Model as Base\nimport json\n",
    "_base.py": "class Model: ...\ndef make() -> None: ...\nasync def send() -> None: ...\n",
    "pets/__init__.py": "",
    "pets/models.py": "if True:\n    Kind: int = 3\nOTHER, MORE = 1, 2\n",
}
KNOWN = """\
import lib.nothing
from lib import Base, json, pets
from lib._base import Model, make, send
from lib.pets import models
from lib.pets.models import MORE, Kind, OTHER
from libs import gone
from .lib import gone
from lib.pets.models import *
"""


def write(folder, files):
    """Write files by name."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (KNOWN, []),
        ("from lib.pets.models import (\n    Kind,\n    Gone,\n)\n", [(3, "lib.pets.models", "Gone")]),
        ("def late():\n    from lib.fish import Fish\n", [(2, "lib.fish", "Fish")]),
        (
            "try:\n match 1:\n  case 1:\n   from lib.fish import Fish\nexcept KeyError:\n from lib.fish import Carp\n",
            [(4, "lib.fish", "Fish"), (6, "lib.fish", "Carp")],
        ),
        ("from lib import fish\n", [(1, "lib", "fish")]),
        ("this is no Python\n", []),
    ],
    ids=[
        "all are there",
        "a name is gone",
        "a module is gone",
        "deep in other statements",
        "a module of the package is gone",
        "no Python",
    ],
)
def test_what_is_imported_and_gone_is_listed(text, expected, tmp_path):
    """Names, modules and what a package imports itself count as there; nothing is run."""
    write(tmp_path / "generated" / "lib", PACKAGE_FILES)
    write(tmp_path / "sources", {"inner/user.py": text})
    found = stale_imports(read_imports(tmp_path / "sources", "lib"), tmp_path / "generated")
    path = tmp_path / "sources" / "inner" / "user.py"
    assert found == [PackageImport(path, *one) for one in expected]


def test_the_client_imports_nothing_that_is_gone():
    """What overrides/ imports from the generated package is there."""
    assert stale_imports(read_imports(ROOT / "overrides", PACKAGE), ROOT / "generated") == []


def test_generating_tells_what_the_client_imports_in_vain(tmp_path, monkeypatch, capsys):
    """The package is generated, each import that it no longer serves is named with its line, and it ends with 1."""
    write(tmp_path, {"overrides/user.py": f"from {PACKAGE}.pets.models import Gone\n"})
    shutil.copytree(DOCUMENT, tmp_path / "spec")
    monkeypatch.setattr("generator.verbs.generation.ROOT", tmp_path)
    monkeypatch.setattr("generator.verbs.generation.spec_paths", partial(spec_paths, tmp_path))
    monkeypatch.setattr("generator.verbs.generation.check_files", lambda *_: [])
    monkeypatch.chdir(tmp_path)
    assert main(["generate"]) == 1
    assert (tmp_path / "generated" / PACKAGE / "__init__.py").exists()
    assert capsys.readouterr().out.endswith(
        f" 1 operation.\noverrides/user.py:1: {PACKAGE}.pets.models no longer has Gone: change by hand what uses it.\n"
    )
