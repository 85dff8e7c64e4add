"""Finds what hand-written modules import from the generated package and the package no longer has."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class PackageImport:
    """A name that a hand-written module imports from the generated package.

    Attributes:
        path: The file of the module.
        line: The line.
        module: What it imports from.
        name: The name.
    """

    path: Path
    line: int
    module: str
    name: str


def read_imports(sources: Path, package: str) -> list[PackageImport]:
    """Return what modules import from a package.

    Args:
        sources: The folder of the modules; nothing of it is run.
        package: The package's name.
    """
    return [
        PackageImport(path, line, module, name)
        for path in sorted(sources.rglob("*.py"))
        for line, module, name in _imports(path, package)
    ]


def stale_imports(imports: Iterable[PackageImport], folder: Path) -> list[PackageImport]:
    """Return those imports whose names the package hasn't.

    Args:
        imports: What is imported.
        folder: The folder that the package is in.
    """

    @cache
    def exports(module: str) -> frozenset[str]:
        return _exports(folder.joinpath(*module.split(".")))

    return [one for one in imports if one.name not in exports(one.module)]


def _imports(path: Path, package: str) -> Iterator[tuple[int, str, str]]:
    """Yield what a module imports from a package: the line, the module and the name."""
    source = path.read_bytes()
    if package.encode() not in source:  # which takes a fraction of the time that taking it apart does
        return
    for node in _statements(_parse(source)):
        module = node.module or "" if isinstance(node, ast.ImportFrom) and not node.level else ""
        if isinstance(node, ast.ImportFrom) and module.partition(".")[0] == package:
            yield from ((alias.lineno, module, alias.name) for alias in node.names if alias.name != "*")


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements of a module, at any depth; an import is none of the expressions, which are far more."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):
            yield child
            yield from _statements(child)


def _parse(source: bytes) -> ast.Module:
    """Return a module taken apart; one that is no Python, which Python itself will tell, is empty."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _exports(path: Path) -> frozenset[str]:
    """Return the names that a module has, and those of the modules in it."""
    inner = {one.stem for one in path.glob("*.py")} | {one.name for one in path.glob("*/")}
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    body = _parse(source.read_bytes()).body if source.exists() else []
    return frozenset(inner | {name for node in body for name in _defined_names(node)})


def _defined_names(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module defines."""
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    else:
        inner = (
            one for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        )
        yield from (one.id for one in inner)
