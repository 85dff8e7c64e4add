"""What `import numberwire` and its packages give."""

import importlib
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import numberwire

ROOT = Path(__file__).parents[2]


def test_version():
    """The version is the one that pyproject.toml gives."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert numberwire.__version__ == project["version"]


def test_no_metadata(monkeypatch):
    """Without the package's metadata there is no version, and nothing fails for it."""

    def version(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", version)
    assert numberwire.__version__ == ""
    with pytest.raises(AttributeError, match="has no attribute 'RestClient'"):
        numberwire.RestClient  # noqa: B018


MODULES = [
    ".".join(path.relative_to(ROOT / "overrides").with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "overrides" / "numberwire").rglob("*.py"))
    if path.stem != "__main__" and "sandbox" not in path.parts
]


@pytest.mark.parametrize("name", MODULES)
def test_all(name):
    """Whatever a module's `__all__` names is there, in order and once."""
    module = importlib.import_module(name)
    names = getattr(module, "__all__", [])
    assert [one for one in names if not hasattr(module, one)] == []
    assert sorted(set(names)) == sorted(names)
