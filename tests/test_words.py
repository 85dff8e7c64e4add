"""The words that users read: no private language, aphorism or cryptic form in errors, help, docstrings or pages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = (
    "*.md",
    ".changes/*.md",
    ".github/**/*.md",
    ".github/**/*.yml",
    "docs/**/*.md",
    "generator/**/*.jinja*",
    "spec/**/*.yaml",
)
CODE = ("docs/**/*.py", "generated/**/*.py", "generator/**/*.py", "overrides/**/*.py", "noxfile.py")
PATTERNS = {
    r", be it\b": "whether ... or",
    r"\btells? of\b": "describes",
    r"\b(?:is|are) none (?:of|that|which)\b": "is not a",
    r"\b(?:it|that|this|what|which) is no (?!longer\b)\w+": "is not a",
    r"\bin silence\b": "silently",
    r"\bh(?:e|o)ld(?:s|ing)? (?:\w+ ){0,3}against\b": "compare with",
    r"\btak(?:e|en|es|ing) over\b": "accept",
    r"\bstand(?:s|ing)? (?:at|behind|below|beside|in|on|there) (?!for\b)": "is in",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\bno schema can\b": "that a schema can't express",
    r"\bmakes no progress\b": "what is wrong with the next link",
    r"\bcan be said\b": "are allowed",
    r"\banew\b": "again",
    r"\bnobody heard\b": "whose outcome is unknown",
    r"\bcounts? for nothing\b": "has no effect",
    r"\b(?:is|be) said\b|\bsaid of\b": "is set, is reported",
    r"\bgo(?:es|ing)? on\b": "continue, resume",
    r"\btime is up\b": "the limit that was reached",
    r"\bgiven up after\b|\bput forward\b": "cancelled, moved forward",
    r"\bby program\b|\bhow-many|\banother making\b|\bof nobody\b|\bno page knows\b": "plain words",
    r"\b(?:comes?|holds?|keeps?|kept|written) (?:\w+ ){0,3}whole\b": "complete, with its secrets",
    r": the answer is \d": "the status alone",
}
"""What went, each with what is written instead."""


def docstring_of(node: ast.AST) -> ast.Constant | None:
    """Return the docstring of a module, class or function as a node, or None."""
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.value if is_text else None


def private_docstrings(
    node: ast.AST, *, is_private: bool, public: frozenset[str] = frozenset()
) -> Iterator[ast.Constant]:
    """Yield the docstrings that only maintainers read; a command's docstring is its help."""
    docstring = docstring_of(node)
    if is_private and docstring is not None:
        yield docstring
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            is_help = any(re.search(r"\b(command|group)\(", ast.unparse(one)) for one in child.decorator_list)
            is_shown = is_help or child.name in public
            yield from private_docstrings(
                child, is_private=not is_shown and (is_private or child.name.startswith("_"))
            )
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and is_private:
            yield child.value
        else:
            yield from private_docstrings(child, is_private=is_private)


def is_internal(path: Path) -> bool:
    """Tell whether a module's docstrings are for maintainers: the tool's and those of private modules."""
    folders = path.relative_to(ROOT).parts
    is_tool = folders[0] == "generator" and "runtime" not in folders
    is_core = folders[0] == "overrides" and any(re.match(r"_[a-z]", name) for name in folders)
    return is_tool or is_core


@cache
def public_names() -> frozenset[str]:
    """Return what users import by a public module's `__all__`, wherever it is defined: the reference shows it."""
    modules = [path for path in ROOT.glob("overrides/**/*.py") if not is_internal(path)]
    found = {
        name
        for path in modules
        for exported in re.findall(
            r"^__all__ = (\[.*?\])", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        for name in ast.literal_eval(exported)
    }
    return frozenset(found)


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file that users see, each with the line where it begins."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield 1, source
        return
    tree = ast.parse(source)
    private = set(map(id, private_docstrings(tree, is_private=is_internal(path), public=public_names())))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in private:
            yield node.lineno, node.value


def files() -> list[Path]:
    """Return the files whose texts users see."""
    found = {path for pattern in (*PAGES, *CODE) for path in ROOT.glob(pattern)}
    return sorted(path for path in found if "_build" not in path.parts)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, int, str]]:
    """Every text that users see, with its file and line."""
    return [
        (path.relative_to(ROOT).as_posix(), line, text) for path in files() for line, text in texts_of(path)
    ]


@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.values())
def test_words(texts, pattern):
    """No text has words that were replaced by plain ones."""
    expression = re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)
    found = [
        f"{name}:{line + text.count(chr(10), 0, match.start())}: {match[0]!r}, better: {PATTERNS[pattern]}"
        for name, line, text in texts
        for match in expression.finditer(text)
    ]
    assert found == []


def test_every_kind_of_text_is_read(texts):
    """Errors, help, docstrings of public and generated code, templates, pages and fragments are among the texts."""
    expected = {
        "overrides/numberwire/_": "invalid cursor: pass page.cursor",
        "overrides/numberwire/cli/": "Carry out a saved plan, or what",
        "overrides/numberwire/_bulk.py": "The outcomes of many calls",
        "overrides/numberwire/errors.py": "A purchase that may or may not have happened.",
        "generated/numberwire_api/signalwire/": "Update a phone number.",
        "generator/templates/": "checked before a request is sent",
        "generator/verbs/": "git commit --all",
        "docs/": "# Tutorial",
        ".changes/": "fragments",
    }
    read = {
        place: any(name.startswith(place) and words in text for name, _, text in texts)
        for place, words in expected.items()
    }
    assert all(read.values()), read
