"""Annotations: what a type hint allows, as a set of alternatives, and whether a later one allows the same; static."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import griffe

_DEEPEST = 20
"""How often a name may stand for another one; a circle of aliases is no type."""
_TYPES = (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp)
_UNIONS = frozenset({"Optional", "Union"})
_WRAPPERS = frozenset({"ClassVar", "Final", "NotRequired", "ReadOnly", "Required"})
"""What says something of the key or the attribute, and nothing of its type."""


def alternatives(annotation: str | griffe.Expr, scope: griffe.Object) -> frozenset[str]:
    """Return what an annotation allows: the members of its unions and literals, aliases resolved, by their last names.

    Args:
        annotation: The annotation.
        scope: Where it stands.
    """
    return frozenset(_alternatives(_parsed(str(annotation)), scope, _DEEPEST))


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return ast.Name(text)


def _alternatives(node: ast.expr, scope: griffe.Object, depth: int) -> Iterator[str]:
    match node:
        case ast.BinOp(left, ast.BitOr(), right):
            yield from _alternatives(left, scope, depth)
            yield from _alternatives(right, scope, depth)
        case ast.Constant(str(text)):
            yield from _alternatives(_parsed(text), scope, depth)
        case ast.Subscript(value, held):
            yield from _subscript(_last_name(value), held, scope, depth)
        case ast.Name() | ast.Attribute():
            yield from _named(node, scope, depth)
        case _:
            yield ast.unparse(node)


def _subscript(name: str, held: ast.expr, scope: griffe.Object, depth: int) -> Iterator[str]:
    parts = held.elts if isinstance(held, ast.Tuple) else [held]
    if name == "Literal":
        yield from (f"Literal[{ast.unparse(part)}]" for part in parts)
    elif name in _UNIONS or name in _WRAPPERS:
        for part in parts:
            yield from _alternatives(part, scope, depth)
        yield from ["None"] * (name == "Optional")
    else:
        told = (" | ".join(sorted(set(_alternatives(part, scope, depth)))) for part in parts)
        yield f"{name}[{', '.join(told)}]"


def _named(node: ast.Name | ast.Attribute, scope: griffe.Object, depth: int) -> Iterator[str]:
    """Yield what a name stands for, where it is an alias of a type, or else the name."""
    found = _found(ast.unparse(node), scope)
    value = _parsed(str(found.value)) if isinstance(found, griffe.Attribute) and found.value else None
    if depth and isinstance(found, griffe.Attribute) and isinstance(value, _TYPES):
        yield from _alternatives(value, found.parent or scope, depth - 1)
    else:
        yield _last_name(node)


def _found(name: str, scope: griffe.Object) -> griffe.Object | None:
    first, _, rest = name.partition(".")
    try:
        path = scope.resolve(first)
        found = scope.modules_collection[f"{path}.{rest}" if rest else path]
        return found.final_target if isinstance(found, griffe.Alias) else found
    except (griffe.GriffeError, KeyError):
        return None


def _last_name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]
