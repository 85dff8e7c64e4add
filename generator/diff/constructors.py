"""Constructors: what a msgspec Struct is made with; griffe knows this of dataclasses alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import griffe

STRUCT = "msgspec.Struct"
HANDLER = "numberwire_api._handlers.Handler"
"""The base of the generated classes that callers make."""


def give_constructors(tree: griffe.Object, base: str = STRUCT) -> None:
    """Give each Struct below a module the `__init__` that msgspec gives it.

    Args:
        tree: The module, changed.
        base: What the classes are derived from that get one.
    """
    for member in tree.members.values():
        if isinstance(member, griffe.Class) and "__init__" not in member.members:
            family = [member, *_ancestors(member)]
            if any(_is_derived(one, base) for one in family):
                member.set_member("__init__", _constructor(member, family))
        if isinstance(member, (griffe.Module, griffe.Class)):
            give_constructors(member, base)


def _ancestors(owner: griffe.Class) -> list[griffe.Class]:
    try:
        return owner.mro()
    except ValueError:  # bases that contradict each other
        return []


def _is_derived(owner: griffe.Class, wanted: str) -> bool:
    return any(isinstance(base, griffe.Expr) and base.canonical_path == wanted for base in owner.bases)


def _constructor(owner: griffe.Class, family: list[griffe.Class]) -> griffe.Function:
    given = {parameter.name: parameter for one in reversed(family) for parameter in _parameters(one)}
    positional = griffe.ParameterKind.positional_or_keyword
    ordered = sorted(given.values(), key=lambda one: one.kind is not positional)
    own = griffe.Parameter("self", kind=positional)
    return griffe.Function(
        "__init__", parent=owner, parameters=griffe.Parameters(own, *ordered), returns="None"
    )


def _parameters(owner: griffe.Class) -> Iterator[griffe.Parameter]:
    """Yield a parameter for each field that a class has of its own."""
    is_keyword = str(owner.keywords.get("kw_only")) == "True"
    kind = griffe.ParameterKind.keyword_only if is_keyword else griffe.ParameterKind.positional_or_keyword
    for member in owner.members.values():
        if isinstance(member, griffe.Attribute) and _is_field(member):
            default = member.value if member.value is None else _default(str(member.value))
            yield griffe.Parameter(member.name, annotation=member.annotation, kind=kind, default=default)


def _is_field(attribute: griffe.Attribute) -> bool:
    is_held = "instance-attribute" in attribute.labels and "property" not in attribute.labels
    return is_held and attribute.annotation is not None


def _default(value: str) -> str:
    """Return what a field holds that is left out, as dataclasses have it, whose `field` says the same."""
    call = ast.parse(value, mode="eval").body
    if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "field":
        said = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        return f"{said['default_factory']}()" if "default_factory" in said else said.get("default", value)
    return value
