"""Fields -> call: what an update of a number sends, and what its answer is warned of; pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

from numberwire._call import Call
from numberwire._clear import CLEAR
from numberwire._keywords import require_filled, require_types, sent_value
from numberwire._messages import warn_caller
from numberwire.errors import InvalidRequestError
from numberwire.signalwire._calls import Caller, NumberId, id_of
from numberwire.signalwire._effects import parameters_of, warnings_of, warnings_of_kept
from numberwire.signalwire.handlers import (
    NONE,
    CallHandler,
    Handler,
    MessageHandler,
    Other,
    call_of,
    message_of,
)
from numberwire_api import OpenEnum, handler_fields, make_model
from numberwire_api.signalwire import models, phone_numbers
from numberwire_api.signalwire.handlers import HANDLERS

__all__ = [
    "HANDLER_KINDS",
    "checked_whole",
    "handler_wire",
    "require_update",
    "update_body",
    "update_call",
]

HANDLER_KINDS: dict[str, type[Handler]] = {"call": CallHandler, "message": MessageHandler}
_READERS = {"call": call_of, "message": message_of}


def update_call(client: Caller, number: NumberId, fields: dict[str, Any]) -> Call[models.PhoneNumber]:
    """The call of an update; see `_calls.update`.

    Args:
        client: The client that it is made for.
        number: The number's id, or its record.
        fields: The keywords that were given; the handlers are taken out.

    Raises:
        InvalidRequestError: A rule of the documentation refuses it.
    """
    known_id = id_of(number)
    handlers = {kind: fields.pop(kind, None) for kind in HANDLER_KINDS}
    whole = checked_whole(fields.pop("whole", False), handlers)
    kept = {
        kind: name for kind, handler in handlers.items() if (name := _kept_handler(number, kind, handler))
    }
    handlers |= dict.fromkeys(kept)
    sent = {name: sent_value(value) for name, value in fields.items() if value is not None}
    require_types(sent, phone_numbers.PhoneNumbers.update)
    for kind, handler in handlers.items():
        sent |= handler_wire(kind, handler, sent, whole=whole)
    values = [value for value in handlers.values() if isinstance(value, Handler)]

    def read_updated_number(updated: models.PhoneNumber) -> models.PhoneNumber:
        for warning in (*warnings_of(sent, values, updated), *warnings_of_kept(kept, updated)):
            warn_caller(warning)
        return updated

    if not sent and kept and not client.has_extra_body:
        # All that was read is to stay: the number is read again, which shows whether it did.
        return Call(phone_numbers.retrieve_phone_number(known_id), read_updated_number)
    if sent or not client.has_extra_body:
        require_update(sent)
    return Call(phone_numbers.update_phone_number(known_id, update_body(sent)), read_updated_number)


def _kept_handler(number: NumberId, kind: str, handler: object) -> str | None:
    """The name of a handler that a number has and that can't be set: it is written back by leaving it out.

    It is one that only answers carry, or one that the record shows without a parameter that it needs.
    """
    if not isinstance(number, models.PhoneNumber):  # an id, mostly
        return None
    is_settable = not isinstance(handler, Other) and not (
        isinstance(handler, Handler) and _lacks_value(handler)
    )
    if is_settable or _READERS[kind](number) != handler:
        return None
    return str(getattr(number, f"{kind}_handler"))


def _lacks_value(handler: Handler) -> bool:
    required = len(HANDLERS[handler.field][handler.handler].required)
    return not all(getattr(handler, name) for name in handler.__struct_fields__[:required])


def checked_whole(whole: object, handlers: Mapping[str, object]) -> bool:
    """Whether a handler is set as a whole.

    Raises:
        InvalidRequestError: It is not True or False, or no handler is given.
    """
    if not isinstance(whole, bool):
        raise InvalidRequestError(f"whole must be True or False, not {type(whole).__name__}.")
    if whole and all(value is None for value in handlers.values()):
        raise InvalidRequestError("whole applies to a handler: use it together with call= or message=.")
    return whole


def require_update(sent: Mapping[str, Any]) -> None:
    """Refuse an update that changes nothing, or has a blank where a value is wanted.

    Raises:
        InvalidRequestError: It does.
    """
    if not sent:
        raise InvalidRequestError("the update changes nothing: give call=, message= or a field.")
    require_filled(sent, "give CLEAR to empty it", may_clear=True)


def update_body(sent: Mapping[str, Any]) -> models.PhoneNumberUpdate:
    """The body of an update."""
    enums = _enums()
    known = models.PhoneNumberUpdate.__struct_fields__
    fields = {
        # A keyword has an underscore where a call's option has the field's name, such as `timeout`.
        name if name in known else name.removesuffix("_"): enums[name](value)
        if value and name in enums
        else value
        for name, value in sent.items()
    }
    body: models.PhoneNumberUpdate = make_model(models.PhoneNumberUpdate, **fields)
    return body


@cache
def _enums() -> dict[str, type[OpenEnum]]:
    """The fields of an update that have an enum; worked out when an update is sent."""
    return {
        name: kind
        for name, hint in get_type_hints(models.PhoneNumberUpdate).items()
        for kind in get_args(hint)
        if isinstance(kind, type) and issubclass(kind, OpenEnum)
    }


def handler_wire(kind: str, handler: object, flat: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """The fields that set a handler.

    Args:
        kind: ``call`` or ``message``.
        handler: The handler, as it was given; None leaves it as it is.
        flat: The fields that are given beside it.
        whole: Whether the parameters that it does not name are emptied.

    Raises:
        InvalidRequestError: It can't be set, or a field beside it says something else.
    """
    if handler is None:
        return {}
    if isinstance(handler, Other):
        raise InvalidRequestError(f"{kind}={handler!r} can't be set: only answers carry this handler.")
    if handler is NONE or handler is CLEAR:
        wire: dict[str, Any] = {f"{kind}_handler": ""}
    elif isinstance(handler, HANDLER_KINDS[kind]):
        wire = {name: sent_value(value) for name, value in handler_fields(handler, whole=whole).items()}
        require_types(wire, phone_numbers.PhoneNumbers.update)
    else:
        raise InvalidRequestError(
            f"{kind} takes a handler object of numberwire.signalwire.handlers.{kind}, not {handler!r}. "
            f"For a handler's plain name, use {kind}_handler=."
        )
    # A parameter of another handler, or one that the value does not name, may be emptied in the same breath.
    said = {f"{kind}_handler", *(name for name, value in wire.items() if value)}
    beside = [name for name in flat if name in said or (flat[name] and name in parameters_of(kind))]
    if beside:
        raise InvalidRequestError(
            f"{kind}= and {', '.join(beside)} can't be combined; set the parameters in the handler object."
        )
    return wire
