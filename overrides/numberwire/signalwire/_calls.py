"""Arguments -> call: what the methods of a client send, the same for sync and async; pure."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast, get_args, get_type_hints
from uuid import UUID

from msgspec.structs import asdict, replace

from numberwire._call import Call, NumberOperation
from numberwire._clear import CLEAR
from numberwire._keywords import checked_id, require_filled, require_types, sent_value
from numberwire._messages import warn_caller
from numberwire._numbers import digits_of, e164_of
from numberwire._paging import OnBadRecord, cursor_error, cursor_query
from numberwire.errors import InvalidRequestError
from numberwire.options import Options
from numberwire.signalwire._effects import parameters_of, warnings_of, warnings_of_kept
from numberwire.signalwire._pages import leads_on
from numberwire.signalwire.available import AvailablePhoneNumber
from numberwire.signalwire.handlers import (
    NONE,
    CallHandler,
    Handler,
    MessageHandler,
    Other,
    call_of,
    message_of,
)
from numberwire_api import OpenEnum, Operation, handler_fields, make_model
from numberwire_api.signalwire import models, phone_numbers
from numberwire_api.signalwire.handlers import HANDLERS

__all__ = [
    "HANDLER_KINDS",
    "LOOK_UP",
    "RECORD",
    "NumberId",
    "check_search",
    "checked_whole",
    "handler_wire",
    "id_of",
    "list_",
    "on_bad_record",
    "purchase",
    "release",
    "require_update",
    "update",
    "update_body",
]

# Compiled by the first call that needs it, as few do.
_NAME = r"[A-Za-z][A-Za-z0-9_.\[\]-]*"
RECORD, LOOK_UP = "phone number", "find(number) looks it up"
"""What the ids belong to, and how one is found."""

HANDLER_KINDS: dict[str, type[Handler]] = {"call": CallHandler, "message": MessageHandler}
_READERS = {"call": call_of, "message": message_of}

NumberId = UUID | str | models.PhoneNumber
"""What a number is named by: its id, or its record, of which the id counts."""


def purchase(number: str | AvailablePhoneNumber) -> Call[models.PhoneNumber]:
    """Buy a number."""
    if isinstance(number, AvailablePhoneNumber):
        number = number.number
    if not isinstance(number, str):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        yours = isinstance(number, models.PhoneNumber)
        hint = "this one is yours already" if yours else "give it in E.164 format, such as '+15558675309'"
        raise InvalidRequestError(f"number must be a string, or a record that search() returned: {hint}.")
    text = str.__str__(number)
    body = models.PhoneNumberPurchase(number=e164_of(text) or text)
    return Call(phone_numbers.purchase_phone_number(body), lambda bought: bought)


def id_of(number_id: NumberId) -> UUID | str:
    """The id of a number.

    Raises:
        InvalidRequestError: It is neither an id nor the record of a number.
    """
    return checked_id(number_id, LOOK_UP, RECORD, models.PhoneNumber)


def check_search(parameters: dict[str, Any]) -> None:
    """Refuse values of another type than a search takes, and leave the others as they are sent.

    Raises:
        InvalidRequestError: One is of another type.
    """
    require_types(parameters, phone_numbers.PhoneNumbers.search)
    parameters.update({name: sent_value(value) for name, value in parameters.items()})


def list_(
    cursor: str | None,
    page_size: int | None,
    options: Options,
    filters: dict[str, Any],
    *,
    prefetch: object = False,
    limit: object = None,
) -> Operation[models.PhoneNumberPage]:
    """List numbers, from the start or from a cursor."""
    if not isinstance(prefetch, bool):
        raise InvalidRequestError(f"prefetch must be True or False, not {type(prefetch).__name__}.")
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise InvalidRequestError("limit must be a whole number, 1 or more, or None for all numbers.")
    if cursor is not None:
        if page_size is not None or any(value is not None for value in filters.values()):
            raise InvalidRequestError(
                "cursor already contains the filters and the page size of its listing: pass it without them."
            )
        return replace(phone_numbers.list_phone_numbers(), query=_cursor_query(cursor))
    if page_size is None and limit is not None:
        page_size = min(limit, options.page_size)
    if page_size is not None:
        options = options.with_changes(frozenset(options.checks), page_size=page_size)
    require_types(filters, phone_numbers.PhoneNumbers.list)
    filters = {name: sent_value(value) for name, value in filters.items()}
    require_filled(filters, "every number would be listed. Leave it out to list them all")
    filters["filter_number"] = _number_filter(filters["filter_number"])
    return phone_numbers.list_phone_numbers(**filters, page_size=options.page_size)


def _number_filter(text: str | None) -> str | None:
    """The digits to look for: the server compares with E.164, in which nothing else stands."""
    if text is None:
        return None
    digits = digits_of(text)
    if digits is None:
        raise InvalidRequestError(
            f"filter_number is {text!r}, and would match no number: give digits, at most 15, such as '+15558675309' or "
            "'(555) 867-5309'."
        )
    return digits


def _cursor_query(cursor: str) -> tuple[tuple[str, str], ...]:
    """The query of a cursor.

    Raises:
        InvalidRequestError: It leads to no page after the first: the server would ignore it, and list all numbers
            from the start.
    """
    query = cursor_query(cursor, leads_on)
    if not dict(query).get("page_token") or not all(re.fullmatch(_NAME, name) for name, _ in query):
        raise cursor_error()
    return query


def on_bad_record(given: str) -> OnBadRecord:
    """What a listing does with a record that can't be read.

    Raises:
        InvalidRequestError: It is neither of the two.
    """
    for known in get_args(OnBadRecord):
        if given == known:
            return cast("OnBadRecord", known)
    raise InvalidRequestError(f'errors must be "raise" or "skip", not {given!r}.')


class _Caller(Protocol):
    """The client that a call is made for."""

    @property
    def has_extra_body(self) -> bool:
        """Whether members of a body go with it."""
        ...


def update(client: _Caller, /, id: NumberId, **fields: Any) -> Call[models.PhoneNumber]:  # noqa: A002 the documented name
    """Change what a number does; a field left out, or given as None, stays as it is.

    What calls and messages do is given as a value, such as ``call=handlers.call.LamlWebhooks(request_url=...)``
    or ``message=handlers.NONE``, or field by field. A field given as ``CLEAR`` is emptied. A parameter that a
    value does not name stays as it was, with a warning, unless ``whole=True`` empties it.

    Returns:
        The number as it is now.

    Raises:
        InvalidRequestError: A rule of the documentation refuses it; the error names the check.
        NumberwireError: See `numberwire.errors`.

    Warns:
        NumberwireWarning: The answer shows that a field was set which changes nothing, since it belongs to another
            handler than the number has.

    Documentation: pages "Phone Numbers, REST API reference" and "REST client: update".
    """
    known_id = id_of(id)
    handlers = {kind: fields.pop(kind, None) for kind in HANDLER_KINDS}
    whole = checked_whole(fields.pop("whole", False), handlers)
    kept = {kind: name for kind, handler in handlers.items() if (name := _kept_handler(id, kind, handler))}
    handlers |= dict.fromkeys(kept)
    sent = {name: sent_value(value) for name, value in fields.items() if value is not None}
    require_types(sent, phone_numbers.PhoneNumbers.update)
    for kind, handler in handlers.items():
        sent |= handler_wire(kind, handler, sent, whole=whole)
    values = [value for value in handlers.values() if isinstance(value, Handler)]

    def read_updated_number(number: models.PhoneNumber) -> models.PhoneNumber:
        for warning in (*warnings_of(sent, values, number), *warnings_of_kept(kept, number)):
            warn_caller(warning)
        return number

    if not sent and kept and not client.has_extra_body:
        # All that was read is to stay: the number is read again, which shows whether it did.
        return Call(phone_numbers.retrieve_phone_number(known_id), read_updated_number)
    if sent or not client.has_extra_body:
        require_update(sent)
    return Call(phone_numbers.update_phone_number(known_id, update_body(sent)), read_updated_number)


def release(_client: _Caller, /, id: NumberId) -> Call[None]:  # noqa: A002 the documented name
    """Release a phone number: give it up for good. Of a record, the number is in the line that is logged.

    A number can be released no sooner than 14 days after its purchase, 30 days on a trial account.

    Returns:
        Nothing.

    Raises:
        InvalidRequestError: It is neither an id nor the record of a number.
        NumberwireError: See `numberwire.errors`.

    Documentation: page "Phone Numbers, REST API reference", release a phone number.
    """
    operation = phone_numbers.release_phone_number(id_of(id))
    if isinstance(id, models.PhoneNumber):
        operation = NumberOperation[None](**asdict(operation), number=id.number)
    return Call(operation, lambda _: None)


def _kept_handler(number: NumberId, kind: str, handler: object) -> str | None:
    """The name of a handler that a number has and that can't be set: it is written back by leaving it out.

    It is one that only answers carry, or one that the record shows without a parameter that it needs.
    """
    is_settable = not isinstance(handler, Other) and not (
        isinstance(handler, Handler) and _lacks_value(handler)
    )
    if is_settable or not isinstance(number, models.PhoneNumber) or _READERS[kind](number) != handler:
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
    fields = {name: _as_enum(name, value) for name, value in sent.items()}
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


def _as_enum(name: str, value: Any) -> Any:
    kind = _enums().get(name)
    return kind(value) if kind and value else value


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
