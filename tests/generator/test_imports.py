"""What the generator imports, read from its source."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = {"numberwire", "numberwire_api"}
HEAVY = {"openapi_spec_validator", "openapi_python_client", "datamodel_code_generator", "ruamel", "jinja2"}


def imported(path: Path) -> set[str]:
    """Return the top-level packages a module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level
    ]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "generator").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_the_generator_imports_neither_package(path):
    """The tool never imports what it makes, nor the client that stands on it."""
    assert imported(path) & PRODUCT == set()


def test_help_loads_no_tool():
    """The command line answers at once: what a verb needs is imported when it runs."""
    script = "import sys, generator.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) & HEAVY == set()
