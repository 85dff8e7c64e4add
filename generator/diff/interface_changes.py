"""The Python interface: how what callers can name and call differs, read from source by griffe and never run.

Names with an underscore before them are nobody's business, and what a module's `__all__` leaves out isn't either.
griffe finds what breaks; what is new, and how annotations differ, is found beside it.
"""

from __future__ import annotations

import ast
import re
import tokenize
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import griffe

from generator.diff.kinds import Change, change
from generator.diff.members import argument_name, member_changes
from generator.diff.states import PACKAGES, State, StateError

GRIFFE_KINDS = {
    griffe.BreakageKind.PARAMETER_MOVED: "interface-parameter-moved",
    griffe.BreakageKind.PARAMETER_REMOVED: "interface-parameter-removed",
    griffe.BreakageKind.PARAMETER_CHANGED_KIND: "interface-parameter-kind-changed",
    griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT: "interface-default-changed",
    griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "interface-parameter-now-required",
    griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "interface-parameter-added-required",
    griffe.BreakageKind.RETURN_CHANGED_TYPE: "interface-result-type-changed",
    griffe.BreakageKind.OBJECT_REMOVED: "interface-removed",
    griffe.BreakageKind.OBJECT_CHANGED_KIND: "interface-kind-changed",
    griffe.BreakageKind.ATTRIBUTE_CHANGED_TYPE: "interface-result-type-changed",
    griffe.BreakageKind.ATTRIBUTE_CHANGED_VALUE: "interface-default-changed",
    griffe.BreakageKind.CLASS_REMOVED_BASE: "interface-base-removed",
}
"""The kind of change that each of griffe's breakages is."""
_HOOKS = frozenset({"__init_subclass__", "__post_init__"})
"""Special methods that a class defines for its own making."""
MOST_WORDS = 300_000
"""The most words and signs of a package; ours have a third of it, and each costs about a kilobyte."""
_WORD = re.compile(r"\w+|[^\w\s]")
_BY_HAND, _GENERATED = "numberwire", "numberwire_api"
Trees = dict[str, griffe.Object]


def interface_changes(old: State, new: State) -> list[Change]:
    """Return how the interfaces of both packages differ.

    Args:
        old: The earlier state.
        new: The later one.

    Raises:
        StateError: A module can't be read.
    """
    before, after = _read_trees(old), _read_trees(new)
    changes: dict[Change, None] = {}
    for package in PACKAGES:
        changes.update(dict.fromkeys(_package_changes(package, before.get(package), after.get(package))))
    return _drop_twins(list(changes))


def _package_changes(package: str, old: griffe.Object | None, new: griffe.Object | None) -> Iterator[Change]:
    if old and new:
        breakages = list(griffe.find_breaking_changes(old, new))
        yield from (
            _breakage_change(breakage) for breakage in breakages if not _breaks_nothing(breakage, breakages)
        )
        yield from member_changes(old, new)
    elif old or new:
        yield change("interface-added" if new else "interface-removed", package)


def _breaks_nothing(breakage: griffe.Breakage, breakages: list[griffe.Breakage]) -> bool:
    """Tell whether a breakage is reported by another one, or breaks nothing that callers write."""
    where: griffe.Object | griffe.Alias = breakage.obj
    if breakage.kind is griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT:
        return str(breakage.old_value.default) == str(breakage.new_value.default)
    if isinstance(where, griffe.Alias) and where.inherited:
        return where.name in _HOOKS or any(other.obj.path == where.target_path for other in breakages)
    return where.name in _HOOKS or _is_another_name(breakage)


def _is_another_name(breakage: griffe.Breakage) -> bool:
    """Tell whether what is another kind of thing is only bound in another way: `old = new` where `def old` stood."""
    where = breakage.obj
    if not isinstance(where, griffe.Attribute) or where.parent is None:
        return False
    target = where.parent.members.get(str(where.value))
    return isinstance(target, griffe.Object) and target.kind == breakage.old_value


def _read_trees(state: State) -> Trees:
    """Return the packages of a state as trees of names; both in one collection, so that one may name the other's."""
    folders = dict.fromkeys(state.packages.values())
    for package, folder in state.packages.items():
        _require_readable(folder, package, state.name)
    loader = griffe.GriffeLoader(search_paths=list(folders), allow_inspection=False)
    trees = dict[str, griffe.Object]()
    with warnings.catch_warnings(action="ignore"):
        for package in state.packages:
            try:
                tree = loader.load(package, try_relative_path=False)
            except griffe.GriffeError as error:
                raise StateError(f"{package} of {state.name} can't be read: {error}.") from None
            if isinstance(tree, griffe.Object):
                trees[package] = tree
    loader.resolve_aliases(implicit=False, external=False)
    # Of generated models the document says how they are made, and an answer's is nobody's to make.
    add_constructors(trees.get(_BY_HAND, griffe.Module(_BY_HAND)))
    add_constructors(trees.get(_GENERATED, griffe.Module(_GENERATED)), HANDLER)
    return trees


def _require_readable(folder: Path, package: str, name: str) -> None:
    """Refuse a module that is no Python; griffe would take it for one that isn't there."""
    words_left = MOST_WORDS
    for path in sorted((folder / package).rglob("*.py*")):
        if path.suffix not in (".py", ".pyi"):
            continue
        shown = path.relative_to(folder).as_posix()
        if not path.is_file():
            raise StateError(f"{shown} of {name} can't be read as Python: it is not a file.")
        try:
            with warnings.catch_warnings(action="ignore"), path.open("rb") as file:
                encoding, _ = tokenize.detect_encoding(file.readline)
                source = path.read_text(encoding=encoding)
                words_left -= sum(1 for _ in islice(_WORD.finditer(source), words_left + 1))
                if words_left < 0:
                    raise StateError(
                        f"{package} of {name} can't be compared: it is more than {MOST_WORDS:,} words of Python."
                    )
                if encoding not in ("utf-8", "utf-8-sig"):
                    raise SyntaxError(f"its encoding is {encoding}")  # noqa: TRY301 - reported like all else that is wrong
                ast.parse(source)
        except (RecursionError, MemoryError):  # the parser calls it memory where its own stack is full
            raise StateError(f"{shown} of {name} can't be read as Python: it nests too deep.") from None
        except (OSError, SyntaxError, ValueError) as error:
            raise StateError(f"{shown} of {name} can't be read as Python: {error}.") from None


def _breakage_change(breakage: griffe.Breakage) -> Change:
    """Return what griffe found, in the words of the table."""
    kind, where = GRIFFE_KINDS[breakage.kind], breakage.obj
    parameter = breakage.old_value or breakage.new_value
    if isinstance(where, griffe.Function) and isinstance(parameter, griffe.Parameter):
        return change(kind, argument_name(where, parameter), _parameter_details(breakage))
    if breakage.kind is griffe.BreakageKind.CLASS_REMOVED_BASE:
        was, now = ([str(base) for base in bases] for bases in (breakage.old_value, breakage.new_value))
        return change(kind, where.path, ", ".join(base for base in was if base not in now))
    if breakage.kind is griffe.BreakageKind.OBJECT_CHANGED_KIND:
        return change(
            kind, where.path, f"it was {breakage.old_value.value} and is {breakage.new_value.value}"
        )
    return change(kind, where.path)


def _parameter_details(breakage: griffe.Breakage) -> str:
    was, now = breakage.old_value, breakage.new_value
    match breakage.kind:
        case griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT:
            return f"it was {was.default} and is {now.default}"
        case griffe.BreakageKind.PARAMETER_CHANGED_KIND:
            return f"it was {was.kind.value} and is {now.kind.value}"
        case griffe.BreakageKind.PARAMETER_MOVED:
            return breakage.details.removeprefix("position: ")
        case _:
            return ""


def _drop_twins(all_changes: list[Change]) -> list[Change]:
    """Return changes with one for a field and the constructor's parameter of its name: the graver one."""
    highest: dict[tuple[str, bool], int] = defaultdict(int)
    for each in all_changes:
        highest[_field_name(each)] = max(highest[_field_name(each)], each.level)
    return [each for each in all_changes if not _has_twin(each, highest)]


def _field_name(change: Change) -> tuple[str, bool]:
    """Return the name of a field or parameter, and whether it is a parameter."""
    return change.place.replace("(", ".").removesuffix(")"), "(" in change.place


def _has_twin(change: Change, highest: Mapping[tuple[str, bool], int]) -> bool:
    name, is_parameter = _field_name(change)
    twin = highest.get((name, not is_parameter), 0)
    return twin > change.level or (twin == change.level and not is_parameter)


# Constructors: what a msgspec Struct is made with; griffe knows this of dataclasses alone.

STRUCT = "msgspec.Struct"
HANDLER = "numberwire_api._handlers.Handler"
"""The base of the generated classes that callers make."""


def add_constructors(tree: griffe.Object, base: str = STRUCT) -> None:
    """Give each Struct below a module the `__init__` that msgspec gives it.

    Args:
        tree: The module, changed.
        base: What the classes are derived from that get one.
    """
    for member in tree.members.values():
        if isinstance(member, griffe.Class) and "__init__" not in member.members:
            family = [member, *_base_classes(member)]
            if any(_has_base(owner, base) for owner in family):
                member.set_member("__init__", _struct_constructor(member, family))
        if isinstance(member, (griffe.Module, griffe.Class)):
            add_constructors(member, base)


def _base_classes(owner: griffe.Class) -> list[griffe.Class]:
    try:
        return owner.mro()
    except ValueError:  # bases that contradict each other
        return []


def _has_base(owner: griffe.Class, wanted: str) -> bool:
    return any(isinstance(base, griffe.Expr) and base.canonical_path == wanted for base in owner.bases)


def _struct_constructor(owner: griffe.Class, family: list[griffe.Class]) -> griffe.Function:
    parameters = {
        parameter.name: parameter
        for parent in reversed(family)
        for parameter in _constructor_parameters(parent)
    }
    positional = griffe.ParameterKind.positional_or_keyword
    ordered = sorted(parameters.values(), key=lambda parameter: parameter.kind is not positional)
    own = griffe.Parameter("self", kind=positional)
    return griffe.Function(
        "__init__", parent=owner, parameters=griffe.Parameters(own, *ordered), returns="None"
    )


def _constructor_parameters(owner: griffe.Class) -> Iterator[griffe.Parameter]:
    """Yield a parameter for each field that a class has of its own."""
    is_keyword = str(owner.keywords.get("kw_only")) == "True"
    kind = griffe.ParameterKind.keyword_only if is_keyword else griffe.ParameterKind.positional_or_keyword
    for member in owner.members.values():
        if isinstance(member, griffe.Attribute) and _is_field(member):
            default = member.value if member.value is None else _field_default(str(member.value))
            yield griffe.Parameter(member.name, annotation=member.annotation, kind=kind, default=default)


def _is_field(attribute: griffe.Attribute) -> bool:
    is_held = "instance-attribute" in attribute.labels and "property" not in attribute.labels
    return is_held and attribute.annotation is not None


def _field_default(value: str) -> str:
    """Return what a field holds that is left out, as dataclasses have it, whose `field` says the same."""
    call = ast.parse(value, mode="eval").body
    if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "field":
        keywords = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        return (
            f"{keywords['default_factory']}()"
            if "default_factory" in keywords
            else keywords.get("default", value)
        )
    return value
