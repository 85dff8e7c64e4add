"""Numbers as records that can be written, and what a number does in words."""

from collections.abc import Iterator
from typing import Any

import msgspec

from numberwire.cli._masking import mask_record, mask_url
from numberwire.signalwire import AvailablePhoneNumber, PhoneNumber, handlers

__all__ = [
    "AVAILABLE_FIELDS",
    "FIELDS",
    "available_record",
    "describe_handler",
    "leftovers",
    "parameters",
    "record_of",
]

AnyHandler = handlers.Handler | handlers.Other | handlers.NoHandler
FIELDS = PhoneNumber.__struct_fields__
AVAILABLE_FIELDS = AvailablePhoneNumber.__struct_fields__


def record_of(number: PhoneNumber, *, reveal: bool) -> dict[str, Any]:
    """A number as JSON values, its secrets masked unless they are asked for."""
    record: dict[str, Any] = msgspec.to_builtins(number)
    return record if reveal else mask_record(record)


def available_record(number: AvailablePhoneNumber) -> dict[str, Any]:
    """A number for sale as JSON values."""
    return {**msgspec.to_builtins(number), "capabilities": sorted(number.capabilities)}


def parameters(handler: AnyHandler) -> dict[str, str]:
    """A handler's own parameters that say something: an empty one and a method that is POST say nothing."""
    if not isinstance(handler, handlers.Handler):
        return {}
    values = {name: getattr(handler, name) for name in handler.__struct_fields__}
    return {
        name: str(value)
        for name, value in values.items()
        if value and not (name.endswith("_method") and value == "POST")
    }


def handler_name(handler: AnyHandler) -> str:
    """A handler's name on the wire; empty where there is none."""
    if isinstance(handler, handlers.Handler):
        return handler.handler
    return handler.value if isinstance(handler, handlers.Other) else ""


def describe_handler(handler: AnyHandler, *, reveal: bool = False) -> str:
    """A handler with its parameters in a line."""
    values = parameters(handler)
    if not reveal:
        values = {name: mask_url(value) for name, value in values.items()}
    # The first parameter is the one that counts, and its name says no more than the handler's.
    words = [value if not index else f"{name}={value}" for index, (name, value) in enumerate(values.items())]
    return " ".join([handler_name(handler), *words]).strip()


def leftovers(number: PhoneNumber) -> dict[str, str]:
    """Parameters that a number has without effect, since their handler is not in force."""
    return {
        field: value
        for kind, handler in (("call", handlers.call_of(number)), ("message", handlers.message_of(number)))
        for field, value in _leftovers_of_kind(kind, handler, number)
    }


def _leftovers_of_kind(kind: str, handler: AnyHandler, number: PhoneNumber) -> Iterator[tuple[str, str]]:
    in_force = handler.parameters if isinstance(handler, handlers.Handler) else ()
    values = {getattr(number, name) for name in in_force}
    for field in FIELDS:
        value = getattr(number, field)
        if not field.startswith(f"{kind}_") or field in (f"{kind}_handler", "call_receive_mode", *in_force):
            continue
        # An alias repeats the parameter in force; a method says nothing without its URL.
        if value and value not in values and not field.endswith("_method"):
            yield field, str(value)
