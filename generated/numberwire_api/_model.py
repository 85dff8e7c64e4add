# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""The base classes of models; nothing here is specific to one API."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import msgspec

__all__ = ["ClearTypeErrors", "Model", "OpenEnum", "derive_class", "html_table", "make_model", "with_extra"]

M = TypeVar("M", bound="Model")
_EXTRA = "extra_json"


class ClearTypeErrors(msgspec.StructMeta):
    """The metaclass of structs that callers make: an error over their arguments names the class and what it takes.

    Calling a class takes some microseconds longer for it; reading an answer and `make_model` don't.
    """

    if not TYPE_CHECKING:  # a checker reads the fields

        def __call__(cls, /, *arguments: Any, **keywords: Any) -> Any:  # noqa: N805 a metaclass's object is a class
            """Make an object.

            Raises:
                TypeError: An argument is missing, or there is no such field.
            """
            try:
                return super().__call__(*arguments, **keywords)
            except TypeError:
                if flaw := _flaw_of_arguments(cls, len(arguments), keywords):
                    raise TypeError(f"{cls.__name__} {flaw}") from None
                raise


make_model: Final[Callable[..., Any]] = msgspec.StructMeta.__call__
"""Makes an object of a class with fields that it is known to have: as fast as without a metaclass."""


def _flaw_of_arguments(kind: Any, count: int, keywords: Mapping[str, object]) -> str | None:
    names: tuple[str, ...] = kind.__struct_fields__
    by_place: tuple[str, ...] = kind.__match_args__
    allowed = f"Allowed: {', '.join(names)}."
    for name in keywords:
        if name not in names:
            from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

            near: list[str] = get_close_matches(name, names, 1)
            near = near or [known for known in names if known.endswith(f"_{name}")]
            return f"has no {name}. " + (f"Did you mean {near[0]}?" if near else allowed)
    if count > len(by_place):
        most = (
            f"at most {len(by_place)} arguments by position, not {count}"
            if by_place
            else "its arguments by name"
        )
        return f"takes {most}. {allowed}"
    first = len(names) - len(kind.__struct_defaults__)
    defaults = zip(names[first:], kind.__struct_defaults__, strict=True)
    needless = {name for name, default in defaults if default is not msgspec.NODEFAULT}
    missing = [name for name in names if name not in needless | keywords.keys() | set(by_place[:count])]
    return f"needs {' and '.join(missing)}. {allowed}" if missing else None


class Model(
    msgspec.Struct, metaclass=ClearTypeErrors, frozen=True, kw_only=True, gc=False, repr_omit_defaults=True
):
    """A value of an API: immutable, compared by its fields."""

    @property
    def extra(self) -> dict[str, Any]:
        """The members of the answer for which this class has no field, such as those that are newer."""
        members: dict[str, Any] = msgspec.json.decode(getattr(self, _EXTRA, b"{}"))
        return members

    if not TYPE_CHECKING:

        @property
        def __dict__(self) -> dict[str, Any]:
            """Make `vars(model)`, and with it `json.dumps(model, default=vars)`, give the same as `to_dict`."""
            return self.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return all members under the API's names, as plain JSON values.

        A time is text as in RFC 3339. The members in `extra` are included.
        """
        members: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return {name: value for name, value in members.items() if name != _EXTRA} | self.extra

    def to_json(self) -> str:
        """Return the same as JSON text."""
        return msgspec.json.encode(self.to_dict()).decode()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> dict[str, Any]:
        """Let pydantic, and so FastAPI, take a model by its class and write it as `to_dict` does."""
        written = {"type": "function-plain", "function": cls.to_dict}
        return {"type": "is-instance", "cls": cls, "serialization": written}

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        """Let FastAPI's page about an application name the model."""
        return {"title": cls.__name__, "type": "object"}

    def _repr_html_(self) -> str:
        """Return the members that are set, as a table for notebooks."""
        return html_table([self])


def with_extra(model: M, members: Mapping[str, Any]) -> M:
    """Return a model that has members beside its fields.

    Args:
        model: The model.
        members: The members, by their names in JSON; there may be none.
    """
    if not members:
        return model
    fields = {name: getattr(model, name) for name in model.__struct_fields__ if name != _EXTRA}
    fields[_EXTRA] = msgspec.json.encode(members)
    extended: M = make_model(_extended_class(type(model)), **fields)
    return extended


@cache
def _extended_class(kind: Any) -> Any:
    if _EXTRA in kind.__struct_fields__:
        return kind
    return derive_class(kind, {_EXTRA: bytes}, {_EXTRA: b"{}", "__reduce__": _reduce})


def derive_class(kind: Any, fields: Mapping[str, Any], namespace: Mapping[str, Any], **settings: Any) -> Any:
    """Return a class of models with more fields; `msgspec.defstruct` makes none of a metaclass of its own.

    Args:
        kind: The class to derive it from, whose name it has.
        fields: The types of the further fields, by name.
        namespace: What else it has, such as the fields' defaults.
        settings: Further settings of a struct.
    """
    members = {"__module__": kind.__module__, "__annotations__": dict(fields), **namespace}
    return type(kind)(kind.__name__, (kind,), members, frozen=True, kw_only=True, gc=False, **settings)


def _reduce(model: Any) -> tuple[Any, ...]:
    # Its class can't be imported: it is made when it is needed.
    fields = msgspec.structs.asdict(model)
    members = msgspec.json.decode(fields.pop(_EXTRA))
    return _restore, (type(model).__mro__[1], fields, members)


def _restore(kind: type[M], fields: dict[str, Any], members: dict[str, Any]) -> M:
    return with_extra(kind(**fields), members)


def html_table(models: Iterable[Model]) -> str:
    """Return models as a table for notebooks, with a column for each member that one of them has.

    Args:
        models: The models.
    """
    from html import escape  # noqa: PLC0415 - only a notebook shows tables

    rows = [{name: value for name, value in model.to_dict().items() if value is not None} for model in models]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    lines = ["".join(f"<td>{escape(_cell_text(row.get(name)))}</td>" for name in columns) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(item) for item in cast("list[object]", value))
    return str(value)


class OpenEnum(enum.StrEnum):
    """An open enum of strings: a string that it doesn't name is a value, too, and is sent unchanged."""

    @classmethod
    def _missing_(cls, value: object) -> OpenEnum | None:
        """Return a member for a text the enum doesn't name.

        Args:
            value: What was read.
        """
        return str.__new__(cls, value) if isinstance(value, str) else None

    def __getattr__(self, attribute: str) -> str:
        # An answer may hold many texts that are not named: such a member is its text alone, without a dict.
        if attribute in ("_name_", "_value_"):
            return str.__str__(self)
        raise AttributeError(attribute)

    def __reduce_ex__(self, _protocol: Any) -> tuple[type[OpenEnum], tuple[str]]:
        return type(self), (self.value,)
