"""A small project, as files, in git and as a wheel."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.generator.diff.shop import SHOP, as_yaml

FILES = {
    "spec/shop.yaml": as_yaml(SHOP),
    "spec/sources/shop.yaml": "pages: {}\n",
    "overrides/numberwire/__init__.py": "",
    "generated/numberwire_api/__init__.py": "",
    "tests/typing/uses.py": "import numberwire\n",
    "tests/test_other.py": "",
    "pyproject.toml": "[project]\nversion = '0.1.0'\n",
}
WHEEL = {
    "numberwire/__init__.py": "",
    "numberwire_api/__init__.py": "",
    "numberwire-0.2.0.dist-info/METADATA": "Metadata-Version: 2.4\nName: numberwire\nVersion: 0.2.0\n\nWords.\n",
}


def git(folder: Path, *words: str) -> None:
    """Run git in a folder as somebody."""
    somebody = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *somebody, *words], check=True, capture_output=True)  # noqa: S607 - the git that is there


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def wheel(path: Path, files: Mapping[str, str]) -> Path:
    """Write a wheel."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
