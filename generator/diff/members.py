"""Changes of an interface's members and annotations, found by walking two trees of names together."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import griffe

from generator.diff.kinds import Change, change

Members = dict[str, "griffe.Object | griffe.Alias"]


def member_changes(old: griffe.Object, new: griffe.Object) -> Iterator[Change]:
    """Yield what a module or a class has that it had not, and how its annotations differ.

    Args:
        old: The earlier module or class.
        new: The later one.
    """
    earlier, later = old.all_members, new.all_members
    for name, member in _public_members(new).items():
        if not name.startswith("_") and (name not in earlier or not earlier[name].is_public):
            yield change("interface-added", member.path)
    for name, member in _public_members(old).items():
        if name in later and not later[name].is_public:
            yield change("interface-hidden", member.path)
        other = new.members.get(name)
        # What is imported is compared where it is defined.
        if isinstance(member, griffe.Object) and isinstance(other, griffe.Object):
            yield from _member_changes(member, other)


def _public_members(holder: griffe.Object) -> Members:
    return {name: member for name, member in holder.members.items() if member.is_public}


def _member_changes(old: griffe.Object, new: griffe.Object) -> Iterator[Change]:
    match old, new:
        case (griffe.Module(), griffe.Module()) | (griffe.Class(), griffe.Class()):
            yield from member_changes(old, new)
        case griffe.Function(), griffe.Function():
            yield from _function_changes(old, new)
        case griffe.Attribute(), griffe.Attribute():
            yield from _type_changes(old, new, new.path, is_given=_is_key(old))
        case _:  # another kind of thing, which griffe reports
            return


def _is_key(attribute: griffe.Attribute) -> bool:
    """Tell whether an attribute is a key of a typed dictionary, which callers give."""
    owner = attribute.parent
    return isinstance(owner, griffe.Class) and any(str(base).endswith("TypedDict") for base in owner.bases)


def _function_changes(old: griffe.Function, new: griffe.Function) -> Iterator[Change]:
    for parameter in new.parameters:
        place = argument_name(new, parameter)
        if parameter.name not in old.parameters:
            if not parameter.required:
                yield change("interface-parameter-added", place)
            continue
        earlier = old.parameters[parameter.name]
        if earlier.required and not parameter.required:
            yield change("interface-parameter-now-optional", place)
        was, now = _annotation_types(earlier.annotation, old), _annotation_types(parameter.annotation, new)
        yield from _type_differences(was, now, place, is_given=True)
    yield from _type_changes(old, new, new.path, is_given=False)


def argument_name(function: griffe.Function, parameter: griffe.Parameter) -> str:
    """Return what a parameter is called; one of a constructor is its class's."""
    return f"{function.path.removesuffix('.__init__')}({parameter.name})"


def _type_changes(
    old: griffe.Function | griffe.Attribute,
    new: griffe.Function | griffe.Attribute,
    place: str,
    *,
    is_given: bool,
) -> Iterator[Change]:
    yield from _type_differences(
        _annotation_types(old.annotation, old),
        _annotation_types(new.annotation, new),
        place,
        is_given=is_given,
    )


def _annotation_types(annotation: str | griffe.Expr | None, scope: griffe.Object) -> frozenset[str] | None:
    return None if annotation is None else type_alternatives(annotation, scope)


def _type_differences(
    was: frozenset[str] | None, now: frozenset[str] | None, place: str, *, is_given: bool
) -> Iterator[Change]:
    """Yield how what callers give, or get, differs; what has no annotation says nothing."""
    if was is None or now is None or was == now:
        return
    details = f"it was {_type_in_words(was)} and is {_type_in_words(now)}"
    if is_given:
        is_fine = was < now
        yield change(f"interface-argument-type-{'widened' if is_fine else 'changed'}", place, details)
    else:
        is_fine = now < was
        yield change(f"interface-result-type-{'narrowed' if is_fine else 'changed'}", place, details)


def _type_in_words(allowed: frozenset[str]) -> str:
    return " | ".join(sorted(allowed, key=lambda name: (name == "None", name)))


# Annotations: what a type hint allows, as a set of alternatives, and whether a later one allows the same; static.

_DEEPEST = 20
"""How often a name may stand for another one; a circle of aliases is no type."""
_TYPES = (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp)
_UNIONS = frozenset({"Optional", "Union"})
_WRAPPERS = frozenset({"ClassVar", "Final", "NotRequired", "ReadOnly", "Required"})
"""What says something of the key or the attribute, and nothing of its type."""


def type_alternatives(annotation: str | griffe.Expr, scope: griffe.Object) -> frozenset[str]:
    """Return what an annotation allows: the members of its unions and literals, aliases resolved, by their last names.

    Args:
        annotation: The annotation.
        scope: Where it is written.
    """
    return frozenset(_annotation_alternatives(_parse_annotation(str(annotation)), scope, _DEEPEST))


def _parse_annotation(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return ast.Name(text)


def _annotation_alternatives(node: ast.expr, scope: griffe.Object, depth: int) -> Iterator[str]:
    match node:
        case ast.BinOp(left, ast.BitOr(), right):
            yield from _annotation_alternatives(left, scope, depth)
            yield from _annotation_alternatives(right, scope, depth)
        case ast.Constant(str(text)):
            yield from _annotation_alternatives(_parse_annotation(text), scope, depth)
        case ast.Subscript(value, held):
            yield from _subscript_types(_last_name(value), held, scope, depth)
        case ast.Name() | ast.Attribute():
            yield from _resolve_alias(node, scope, depth)
        case _:
            yield ast.unparse(node)


def _subscript_types(name: str, content: ast.expr, scope: griffe.Object, depth: int) -> Iterator[str]:
    parts = content.elts if isinstance(content, ast.Tuple) else [content]
    if name == "Literal":
        yield from (f"Literal[{ast.unparse(part)}]" for part in parts)
    elif name in _UNIONS or name in _WRAPPERS:
        for part in parts:
            yield from _annotation_alternatives(part, scope, depth)
        yield from ["None"] * (name == "Optional")
    else:
        names = (" | ".join(sorted(set(_annotation_alternatives(part, scope, depth)))) for part in parts)
        yield f"{name}[{', '.join(names)}]"


def _resolve_alias(node: ast.Name | ast.Attribute, scope: griffe.Object, depth: int) -> Iterator[str]:
    """Yield what a name stands for, where it is an alias of a type, or else the name."""
    target = _find_target(ast.unparse(node), scope)
    value = (
        _parse_annotation(str(target.value))
        if isinstance(target, griffe.Attribute) and target.value
        else None
    )
    if depth and isinstance(target, griffe.Attribute) and isinstance(value, _TYPES):
        yield from _annotation_alternatives(value, target.parent or scope, depth - 1)
    else:
        yield _last_name(node)


def _find_target(name: str, scope: griffe.Object) -> griffe.Object | None:
    first, _, rest = name.partition(".")
    try:
        path = scope.resolve(first)
        target = scope.modules_collection[f"{path}.{rest}" if rest else path]
        return target.final_target if isinstance(target, griffe.Alias) else target
    except (griffe.GriffeError, KeyError):
        return None


def _last_name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]
