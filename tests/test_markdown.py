"""The Markdown files: every path of the repository, session and verb that one names exists."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from generator.git import Repository
from generator.verbs import VERBS
from generator.verbs.verb import Group

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ".changes/README.md",
    "docs/**/*.md",
    ".github/*.md",
)
NAMES = sorted(
    name
    for pattern in DOCUMENTS
    for path in ROOT.glob(pattern)
    if not (name := path.relative_to(ROOT).as_posix()).startswith("docs/_build/")
)
EACH = pytest.mark.parametrize("name", NAMES)
FILES = frozenset(Repository(ROOT).files())
PATH = re.compile(r"[\w.+-]+(/[\w.+-]+)*/?")
KINDS = (".ini", ".json", ".lock", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml")
MADE = (
    *(
        "dist/*",
        "numberwire.toml",
        "shop.yaml",
        "drift.md",
        "update.txt",
        "*.cdx.json",
        ".nox/*",
        ".venv/*",
        "*+*.md",
    ),
)
"""What is named and isn't in the repository: sessions and readers make it; a fragment is gone with its release."""


def text_of(name: str) -> str:
    """Return the text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def paths_in(text: str) -> list[str]:
    """Return what stands in backticks, or behind a link, and has the form of a path of the repository."""
    prose = re.sub(r"(?ms)^```.*?^```", "", text)
    words = re.findall(r"`([^`\n]+)`", prose) + re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose)
    return [word for word in words if PATH.fullmatch(word) and ("/" in word or word.endswith(KINDS))]


def is_in_repository(path: str, name: str) -> bool:
    """Tell whether a path leads into the repository: from its top, from the document, or by its end."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    places = {path.rstrip("/"), beside.rstrip("/")}
    return any(
        file in places or any(file.startswith(f"{place}/") for place in places) or file.endswith(f"/{path}")
        for file in FILES
    ) or any(fnmatch(path, pattern) for pattern in MADE)


@EACH
def test_every_path_exists(name):
    """A path that a document names is one of the repository."""
    assert [path for path in paths_in(text_of(name)) if not is_in_repository(path, name)] == []


@EACH
def test_every_session_exists(name):
    """A nox session that a document names is one of the noxfile's."""
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = set(re.findall(r"^def (\w+)\(session: nox.Session", source, re.MULTILINE))
    named = {
        word for words in re.findall(r"nox -s ([a-z]+(?: [a-z]+)*)", text_of(name)) for word in words.split()
    }
    assert named - sessions == set()


@EACH
def test_every_verb_exists(name):
    """A verb of the generator that a document names is one of the table's."""
    verbs = {row.name: {verb.name for verb in row.verbs} if isinstance(row, Group) else None for row in VERBS}
    for verb, rest in re.findall(r"python -m generator ([a-z]+)(?: ([a-z]+))?", text_of(name)):
        assert verb in verbs
        assert not (rest and verbs[verb] is not None) or rest in (verbs[verb] or ())


def test_what_does_not_exist_is_noticed():
    """The three checks find a path, and tell one that exists from one that doesn't."""
    assert paths_in("`generator/no.py`, `a b/c`, [x](docs/y.md#z), `noxfile.py` and `GET`") == [
        "generator/no.py",
        "noxfile.py",
        "docs/y.md",
    ]
    assert [
        is_in_repository(path, "README.md") for path in ("generator/no.py", "generator/cli.py", "spec/")
    ] == [
        False,
        True,
        True,
    ]
