"""Types that say more than JSON does, and operations that use them; nothing here is specific to one API.

msgspec distinguishes the members of a union by their JSON type alone, and accepts neither ``5.0`` as an integer nor a
leap second as a time. So a type checker sees the exact type, msgspec sees a wider one, and a model converts the value
once it is read.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cache, lru_cache, partial
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    Literal,
    Self,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from ._decoding import convert_to, decode_json
from ._model import Model, derive_class
from ._operation import ANY_SUCCESS, Operation, Request

__all__ = [
    "Constant",
    "Integer",
    "Missing",
    "OneOf",
    "OpenModel",
    "Text",
    "Time",
    "TypedModel",
    "TypedOperation",
    "media_type_of",
    "one_of",
]

T = TypeVar("T")
Read = Callable[[Any], Any]


class _Choice:
    """Marks a value that is one of several types.

    Args:
        hint: The union of the types.
    """

    def __init__(self, hint: Any) -> None:
        self.hint = hint


class Constant:
    """Marks a member that has one of a few values: ``Annotated[str, Constant("cat")]``.

    Args:
        *values: The values.
    """

    def __init__(self, *values: str | int) -> None:
        self.values = values


_INTEGER, _TIME, _MISSING = object(), object(), object()

if TYPE_CHECKING:
    OneOf = Annotated[T, "one of several types"]
    Integer = int
    Missing = UnsetType
    Time = datetime
else:
    Integer = Annotated[int | float, _INTEGER]
    Missing = Annotated[UnsetType | None, _MISSING]
    Time = Annotated[str, _TIME]

    class OneOf:
        """One of several types: ``OneOf[A | B]``."""

        def __class_getitem__(cls, hint: Any) -> Any:
            return one_of(hint)


def one_of(hint: Any) -> Any:
    """Return the type of a value that is one of several types.

    Args:
        hint: The union of the types.
    """
    return Annotated[Any, _Choice(hint)]


class TypedModel(Model, frozen=True, kw_only=True, gc=False):
    """A model with fields that msgspec alone can't decode."""

    def __post_init__(self) -> None:
        """Make each value what its field's type says.

        Raises:
            ValueError: The type does not allow a value.
        """
        for name, read in _field_readers(_document_class(type(self))):
            value = getattr(self, name)
            plain = read(value)
            if plain is not value:
                msgspec.structs.force_setattr(self, name, plain)


@cache
def _field_readers(kind: type[Any]) -> tuple[tuple[str, Read], ...]:
    hints = get_type_hints(kind, include_extras=True)
    readers = ((name, _reader(hints[name])) for name in kind.__struct_fields__)
    return tuple((name, read) for name, read in readers if read is not None)


class OpenModel(TypedModel, frozen=True, kw_only=True, gc=False, eq=False):
    """A model of an object that may have members beyond its fields: they are kept and sent, too."""

    @property
    def extra(self) -> dict[str, Any]:
        """The members beyond the fields, by their names in JSON."""
        described = set(_document_class(type(self)).__struct_fields__)
        names = zip(self.__struct_fields__, self.__struct_encode_fields__, strict=True)
        return {wire: getattr(self, name) for name, wire in names if name not in described}

    def with_members(self, members: Mapping[str, Any], /) -> Self:
        """Return the same object with members that its class doesn't name.

        Args:
            members: The members, by their names in JSON.

        Raises:
            ValueError: The class names one of them, or one can't be written.
        """
        kind = _document_class(type(self))
        named = sorted(set(kind.__struct_encode_fields__) & members.keys())
        if named:
            raise ValueError(f"{kind.__name__} has a field of its own for {named[0]!r}")
        extra = self.extra | dict(members)
        fields = {name: getattr(self, name) for name in kind.__struct_fields__}
        if not extra:
            return cast("Self", kind(**fields))
        extended = _extended_class(kind, tuple(extra))
        names = extended.__struct_fields__[-len(extra) :]
        wires = extended.__struct_encode_fields__[-len(extra) :]
        return cast(
            "Self", extended(**fields, **{name: extra[wire] for name, wire in zip(names, wires, strict=True)})
        )

    def __eq__(self, other: object) -> bool:
        """Tell whether another object is of the same class and has the same members."""
        if not isinstance(other, OpenModel) or _document_class(type(self)) is not _document_class(
            type(other)
        ):
            return NotImplemented
        return msgspec.structs.astuple(self) == msgspec.structs.astuple(other) and (self.extra == other.extra)

    def __hash__(self) -> int:
        """Return the hash of all members."""
        return hash((_document_class(type(self)), msgspec.structs.astuple(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how the object is made again."""
        kind = _document_class(type(self))
        fields = {name: getattr(self, name) for name in kind.__struct_fields__}
        return _restore, (kind, fields, self.extra)


_UNNAMEABLE = re.compile(r'[\\"\x00-\x1f]').search
"""What msgspec takes in no field's name: https://jcristharif.com/msgspec/structs.html#renaming-fields"""


def _restore(kind: Any, fields: dict[str, Any], extra: dict[str, Any]) -> Any:
    return kind(**fields).with_members(extra)


def _document_class(kind: Any) -> Any:
    """Return the class that the document describes: the kind itself, or the one it adds members to."""
    return kind.__base__ if "_is_extended" in vars(kind) else kind


@lru_cache(maxsize=1000)
def _extended_class(kind: Any, wires: tuple[str, ...]) -> Any:
    """Return a class with fields for further members, so that msgspec writes them beside the others."""
    taken = set(kind.__struct_fields__) | set(dir(kind))
    names = [
        wire if wire.isidentifier() and not wire.startswith("_") and wire not in taken else f"member_{place}"
        for place, wire in enumerate(wires, 1)
    ]
    own = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    renamed = dict(own) | dict(zip(names, wires, strict=True))
    return derive_class(kind, dict.fromkeys(names, Any), {"_is_extended": True}, rename=renamed, eq=False)


# Reading: from what msgspec decoded to what the type says.


def _reader(hint: Any) -> Read | None:
    """Return what makes a decoded value what its type says; None where msgspec has done all."""
    if get_origin(hint) is Annotated:
        mark = hint.__metadata__[0]
        if isinstance(mark, _Choice):
            return _Chooser(mark.hint)
        return _MARKED.get(id(mark)) or _reader(hint.__origin__)
    if get_origin(hint) in (Union, types.UnionType):
        return _union_reader(get_args(hint))
    if get_origin(hint) in (list, tuple):
        return _list_reader(get_origin(hint), get_args(hint)[0])
    return _mapping_reader(get_args(hint)[1]) if get_origin(hint) is dict else None


def _union_reader(members: tuple[Any, ...]) -> Read | None:
    readers = [read for read in map(_reader, members) if read is not None]
    if float in members:
        readers = [read for read in readers if read is not _read_integer]
    readers.sort(key=lambda read: read is not _read_missing)  # no other knows what to do with null
    if not readers:
        return None
    takes_none = type(None) in members

    def read_union(value: Any) -> Any:
        if value is None and takes_none:
            return None
        for read in readers:
            value = read(value)
        return value

    return read_union


def _list_reader(kind: Any, item: Any) -> Read | None:
    read = _reader(item)
    if read is None:
        return None

    def read_list(value: Any) -> Any:
        return kind(map(read, cast("list[Any]", value))) if isinstance(value, (list, tuple)) else value

    return read_list


def _mapping_reader(member: Any) -> Read | None:
    read = _reader(member)
    if read is None:
        return None

    def read_mapping(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: read(held) for key, held in cast("dict[str, Any]", value).items()}

    return read_mapping


def _read_integer(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    if not value.is_integer():
        raise ValueError("Expected `int`, got `float`")
    return int(value)


_LEAP_SECOND = re.compile(r"(.*[Tt ]\d\d:\d\d:)60(.*)", re.ASCII)


def _read_time(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    leap = _LEAP_SECOND.fullmatch(value)
    if leap is None:
        return msgspec.convert(value, datetime)
    # Python has no second 60: it is the first of the next minute.
    return msgspec.convert(f"{leap[1]}59{leap[2]}", datetime) + timedelta(seconds=1)


def _read_missing(value: Any) -> Any:
    return UNSET if value is None else value


_MARKED: dict[int, Read] = {id(_INTEGER): _read_integer, id(_TIME): _read_time, id(_MISSING): _read_missing}


def _convert(value: Any, hint: Any) -> Any:
    """Return a value of plain JSON as a type."""
    plain = convert_to(value, hint, str_keys=True)
    read = _reader(hint)
    return read(plain) if read else plain


class _Chooser:
    """Reads a value as the one of several types that it fits.

    Args:
        hint: The union of the types.
    """

    def __init__(self, hint: Any) -> None:
        members = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
        self._members = members
        self._classes = tuple(_Alternative(one) for one in members if _is_model(one))
        self._mapping_reads: list[Read] = [
            partial(_convert, hint=one) for one in members if get_origin(one) is dict
        ]
        others = tuple(one for one in members if not _is_model(one) and get_origin(one) is not dict)
        self._others: Any = Union[others] if others else None  # noqa: UP007 - made of what is known at run time only

    def __call__(self, value: Any) -> Any:
        """Return the value as the type it fits; one that nothing tells apart stays as it came.

        Args:
            value: The value as msgspec decoded it, or as a caller gave it.

        Raises:
            ValueError: It fits none.
        """
        if isinstance(value, dict):
            return self._read_object(cast("dict[str, Any]", value))
        if isinstance(value, (msgspec.Struct, UnsetType, Enum)) or _holds_models(value):
            return value
        if self._others is None:
            raise ValueError(f"Expected `object`, got `{type(value).__name__}`")
        return _convert(value, self._others)

    def alternatives(self, value: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the types that a mapping may be of: of the classes only those that its constants allow.

        Args:
            value: The mapping, as a caller gave it.
        """
        possible = [one.kind for one in self._possible(value)]
        named = tuple(one for one in self._members if not _is_model(one) or one in possible)
        return named or self._members

    def _possible(self, value: Mapping[str, Any]) -> list[_Alternative]:
        """Return the classes that no constant speaks against; those for which one speaks, if there are such."""
        possible = [one for one in self._classes if one.may_be(value)]
        return [one for one in possible if one.constants.keys() & value.keys()] or possible

    def _read_object(self, value: dict[str, Any]) -> Any:
        possible = self._possible(value)
        fitting = [one for one in possible if one.required <= value.keys()]
        named = {name for one in fitting for name in one.names & value.keys()}
        best = sorted((one for one in fitting if one.names >= named), key=lambda one: len(one.names))
        errors: list[ValueError] = []
        reads = [*(one.convert_value for one in best), *self._mapping_reads]
        if value and not named:  # a class would keep nothing of it
            reads = [*self._mapping_reads, *(one.convert_value for one in best)]
        for read in reads:
            try:
                return read(value)
            except ValueError as error:
                errors.append(error)
        if errors:
            raise errors[0]
        if possible and not fitting:
            missing = sorted(possible[0].required - value.keys())
            raise ValueError(f"Object missing required field `{missing[0]}`")
        return value  # of a kind that is newer than the package, or of several kinds at once


class _Alternative:
    """One class of several.

    Args:
        kind: The class.
    """

    def __init__(self, kind: Any) -> None:
        fields = msgspec.structs.fields(kind)
        hints = get_type_hints(kind, include_extras=True)
        self.kind = kind
        self.names = frozenset(field.encode_name for field in fields)
        self.constants = {
            field.encode_name: values for field in fields if (values := _constants(hints[field.name]))
        }
        self.required = frozenset(
            field.encode_name for field in fields if _is_needed(field, hints[field.name])
        )

    def convert_value(self, value: dict[str, Any]) -> Any:
        """Return a value as this class, with the members it doesn't name where it is an open one.

        Args:
            value: The value.

        Raises:
            ValueError: It isn't of this class.
        """
        model = _convert(value, self.kind)
        extra = {name: held for name, held in value.items() if name not in self.names}
        if not extra or not issubclass(self.kind, OpenModel):
            return model
        # A member that no class can have makes the object stay what it is: else it would be lost.
        return value if any(map(_UNNAMEABLE, extra)) else model.with_members(extra)

    def may_be(self, value: Mapping[str, Any]) -> bool:
        """Tell whether no constant of this class speaks against it.

        Args:
            value: The value.
        """
        return all(_is_among(value[name], values) for name, values in self.constants.items() if name in value)


def _is_needed(field: msgspec.structs.FieldInfo, hint: Any) -> bool:
    """Tell whether an object must have a member: what a class is known by has its value already, and is needed too."""
    return field.required or (isinstance(field.default, (str, int)) and bool(_constants(hint)))


def _is_among(value: object, constants: tuple[Any, ...]) -> bool:
    """Tell whether a value is one of some constants: in JSON true is not 1."""
    return any(
        constant == value and isinstance(constant, bool) == isinstance(value, bool) for constant in constants
    )


def _constants(hint: Any) -> tuple[Any, ...]:
    marks = hint.__metadata__ if get_origin(hint) is Annotated else ()
    for mark in marks:  # an integer has a mark of its own before it
        if isinstance(mark, Constant):
            return mark.values
    members = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else ()
    return next((values for one in members if (values := _constants(one))), ())


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _holds_models(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and any(
        isinstance(item, msgspec.Struct) for item in cast("list[object]", value)
    )


# Checking: what is sent has to be what its type says, and the message never shows it.


def require_type(value: Any, hint: Any, path: str = "body") -> None:
    """Refuse a value that isn't what its type says.

    Args:
        value: The value.
        hint: Its type.
        path: What the message calls it.

    Raises:
        ValueError: It isn't.
    """
    for place, wanted in _mismatches(value, hint, path):
        raise ValueError(f"{place} must be {wanted}")


def _mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield where a value isn't what its type says, and what would be."""
    check = _model_mismatches if _is_model(hint) else _CHECKS.get(get_origin(hint), _plain_mismatches)
    yield from check(value, hint, path)


def _plain_mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    if not _fits(value, hint):
        yield path, _KINDS.get(hint, f"a {getattr(hint, '__name__', hint)}")


def _literal_mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    if value not in get_args(hint):
        yield path, f"one of {', '.join(map(repr, get_args(hint)))}"


def _mapping_mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield path, "a mapping"
        return
    for key, member in cast("Mapping[str, Any]", value).items():
        yield from _mismatches(member, get_args(hint)[1], f"{path}.{key}")


def _marked_mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    mark = hint.__metadata__[0]
    if isinstance(mark, _Choice):
        yield from _mismatches(value, mark.hint, path)
    elif mark is _INTEGER:
        yield from _mismatches(value, int, path)
    elif mark is _TIME:
        yield from _mismatches(value, datetime, path)
    elif mark is _MISSING:
        if value is not UNSET:
            yield path, "left out"
    else:
        yield from _mismatches(value, hint.__origin__, path)
    constants = _constants(hint)
    # An enum is open: of several values there may be newer ones.
    if len(constants) == 1 and not _is_among(value, constants):
        yield path, repr(constants[0])


@lru_cache(maxsize=1000)
def _chooser(hint: Any) -> _Chooser:
    return _Chooser(hint)


def _union_mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    mismatches: dict[Any, tuple[str, str]] = {}
    is_mapping = isinstance(value, Mapping)
    for member in _chooser(hint).alternatives(value) if is_mapping else get_args(hint):
        mismatch = next(_mismatches(value, member, path), None)
        if mismatch is None:
            return
        mismatches[member] = mismatch
    # Of what a value can be, the member that comes nearest is at fault furthest down.
    named = [mismatch for member, mismatch in mismatches.items() if not _is_absence(member)]
    yield max(reversed(named or list(mismatches.values())), key=lambda mismatch: len(mismatch[0]))


def _is_absence(hint: Any) -> bool:
    is_missing = get_origin(hint) is Annotated and hint.__metadata__[0] is _MISSING
    return is_missing or hint in (UnsetType, type(None))


def _list_mismatches(value: Any, hint: Any, path: str) -> Iterator[tuple[str, str]]:
    items = get_args(hint)
    if not isinstance(value, (list, tuple)):
        yield path, "a list"
        return
    listed = cast("list[Any]", value)
    if (
        get_origin(hint) is tuple and items[-1] is not Ellipsis
    ):  # a file: its name, its content and its media type
        if len(items) != len(listed):
            yield path, f"a tuple of {len(items)}"
        kinds = list(zip(listed, items, strict=False))
    else:
        kinds = [(item, items[0]) for item in listed]
    for place, (item, kind) in enumerate(kinds):
        yield from _mismatches(item, kind, f"{path}[{place}]")


def _model_mismatches(value: Any, kind: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, kind):
        hints = get_type_hints(kind, include_extras=True)
        for name in kind.__struct_fields__:
            yield from _mismatches(getattr(value, name), hints[name], f"{path}.{name}")
    elif isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        hints = get_type_hints(kind, include_extras=True)
        for field in msgspec.structs.fields(kind):
            if field.encode_name in members:
                member = members[field.encode_name]
                yield from _mismatches(member, hints[field.name], f"{path}.{field.encode_name}")
            elif _is_needed(field, hints[field.name]):
                yield f"{path}.{field.encode_name}", "there"
    else:
        yield path, f"a {kind.__name__}"


_CHECKS: dict[Any, Callable[[Any, Any, str], Iterator[tuple[str, str]]]] = {
    Annotated: _marked_mismatches,
    Union: _union_mismatches,
    types.UnionType: _union_mismatches,
    Literal: _literal_mismatches,
    list: _list_mismatches,
    tuple: _list_mismatches,
    dict: _mapping_mismatches,
}
_KINDS: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
    type(None): "None",
    datetime: "a datetime with its time zone",
    bytes: "bytes",
}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


_FITS: dict[Any, Callable[[Any], bool]] = {
    Any: lambda _: True,
    int: lambda value: isinstance(value, int) and not isinstance(value, bool),
    float: _is_number,
    str: lambda value: isinstance(value, (str, UUID)),
    datetime: lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    bytes: lambda value: isinstance(value, (bytes, bytearray)),
    None: lambda value: value is None,
}


def _fits(value: Any, kind: Any) -> bool:
    if kind in _FITS:
        return _FITS[kind](value)
    is_enum = isinstance(kind, type) and issubclass(kind, Enum)
    return isinstance(value, str if is_enum else kind)


# Operations.


class Text(str):
    """The type of an answer that is text, and not JSON."""

    __slots__ = ()


class Answers(dict[int | str, Any]):
    """The type of each documented status's answer; a status without one has that of its range or ``default``."""

    def __missing__(self, status: int | str) -> Any:
        """Return the type of a status's answer.

        Args:
            status: A status.

        Raises:
            KeyError: Nothing is documented for it.
        """
        for key in (f"{str(status)[:1]}XX", "default"):
            if key in self:
                return self[key]
        raise KeyError(status)

    def get(self, status: int | str, default: Any = None) -> Any:
        """Return the type of a status's answer, or another value where nothing is documented for it.

        Args:
            status: A status.
            default: That value.
        """
        try:
            return self[status]
        except KeyError:
            return default


class TypedOperation(Operation[T], Generic[T], frozen=True, kw_only=True):
    """An operation whose body is checked before it is sent, and whose answer is read by its status.

    Attributes:
        body_type: The type that the body must have; None if it isn't checked.
        successes: Each documented success, a status or `2XX`, with the type of its body, where they differ.
        text: Whether a success is text, as `answer` is then bytes.
        security: For each way to call it, the names of the credentials that are sent together; none where a way needs
            none. See the package's `api`.
        servers: Its own addresses, if it has any; see the package's `api` for those of all other operations.
    """

    body_type: Any = None
    successes: tuple[tuple[str, Any], ...] = ()
    text: bool = False
    security: tuple[tuple[str, ...], ...] = ()
    servers: tuple[str, ...] = ()

    @property
    def answers(self) -> Answers:
        """The type of each documented answer's body, by its status, such as ``answers[404]``."""
        statuses = ["2XX"] if self.success == ANY_SUCCESS else map(str, self.success)
        answer = Text if self.text else self.answer
        pairs = (*(self.successes or ((status, answer) for status in statuses)), *self.errors)
        return Answers({int(status) if status.isdecimal() else status: kind for status, kind in pairs})

    def request(self) -> Request:
        """Return the request this operation is sent as.

        Raises:
            ValueError: A parameter or the body can't be sent. The message names it and never shows its value.
        """
        if self.body_type is not None and self.body is not UNSET:
            require_type(self.body, self.body_type)
        return super().request()

    def decode(self, content: bytes, status: int | None = None) -> T:
        """Return the value of an answer.

        Args:
            content: The answer's body.
            status: The answer's status; if it is left out, that of a success.

        Raises:
            msgspec.ValidationError: It isn't what the description says.
        """
        answer = Text if self.text else self.answer
        kind = answer if status is None else self.answers.get(status, answer)
        if kind in (None, bytes, Text):
            return cast("T", None if kind is None else content if kind is bytes else content.decode())
        try:
            return cast("T", _decode(content, kind))
        except msgspec.MsgspecError:
            raise
        except ValueError as error:
            raise msgspec.ValidationError(str(error)) from None


def _decode(content: bytes, kind: Any) -> Any:
    plain = decode_json(content, kind)
    read = _reader(kind)
    return read(plain) if read else plain


def media_type_of(body: Any, kinds: tuple[tuple[str, Any], ...]) -> str:
    """Return the media type of a body that has several: the first whose type the body is.

    Args:
        body: The body.
        kinds: Each media type with the type of its body.
    """
    if body is UNSET:
        return kinds[0][0]
    fitting = (media_type for media_type, kind in kinds if not any(_mismatches(body, kind, "")))
    return next(fitting, kinds[0][0])
