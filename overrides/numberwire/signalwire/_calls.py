"""Arguments -> call: what the methods of a client send, the same for sync and async; pure."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, cast, get_args
from uuid import UUID

from msgspec.structs import asdict, replace

from numberwire._call import Call, NumberOperation
from numberwire._concurrency import loading
from numberwire._keywords import checked_id, require_filled, require_types, sent_value
from numberwire._numbers import digits_of, e164_of
from numberwire._paging import OnBadRecord, cursor_error, cursor_query
from numberwire.errors import InvalidRequestError
from numberwire.options import Options
from numberwire.signalwire._pages import leads_on
from numberwire.signalwire.available import AvailablePhoneNumber
from numberwire_api import Operation
from numberwire_api.signalwire import models, phone_numbers

__all__ = [
    "LOOK_UP",
    "RECORD",
    "Caller",
    "NumberId",
    "check_search",
    "id_of",
    "list_",
    "on_bad_record",
    "purchase",
    "release",
    "update",
]

# Compiled by the first call that needs it, as few do.
_NAME = r"[A-Za-z][A-Za-z0-9_.\[\]-]*"
RECORD, LOOK_UP = "phone number", "find(number) looks it up"
"""What the ids belong to, and how one is found."""

NumberId = UUID | str | models.PhoneNumber
"""What a number is named by: its id, or its record, of which the id counts."""


def purchase(number: str | AvailablePhoneNumber) -> Call[models.PhoneNumber]:
    """Buy a number."""
    if isinstance(number, AvailablePhoneNumber):
        number = number.number
    if not isinstance(number, str):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        yours = isinstance(number, models.PhoneNumber)
        hint = "this one is yours already" if yours else "give it in E.164 format, such as '+15558675309'"
        hint = "purchase_many(numbers) buys several" if isinstance(number, list | tuple) else hint
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


class Caller(Protocol):
    """The client that a call is made for."""

    @property
    def has_extra_body(self) -> bool:
        """Whether members of a body go with it."""
        ...


def update(client: Caller, /, id: NumberId, **fields: Any) -> Call[models.PhoneNumber]:  # noqa: A002 the documented name
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
    return _load_update_call()(client, id, fields)


@cache
def _load_update_call() -> Callable[[Caller, NumberId, dict[str, Any]], Call[models.PhoneNumber]]:
    """What makes the call of an update; most calls change no number, and it loads the classes of all handlers."""
    with loading():
        from numberwire.signalwire._update import update_call  # noqa: PLC0415 as it says
    return update_call


def release(_client: Caller, /, id: NumberId) -> Call[None]:  # noqa: A002 the documented name
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
