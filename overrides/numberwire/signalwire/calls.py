"""Arguments -> call: what the methods of a client send, the same for sync and async; pure."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import Any, cast, get_args, get_type_hints
from uuid import UUID

from numberwire.call import Call
from numberwire.errors import InvalidRequestError
from numberwire.keywords import require_known
from numberwire.options import Options
from numberwire.signalwire.available import AvailablePhoneNumber, available
from numberwire.signalwire.handlers import CallHandler, Handler, MessageHandler, Other
from numberwire.signalwire.handlers.kind import fields_of
from numberwire.signalwire.pages import leads_on
from numberwire.walk import OnBadRecord, query_of
from numberwire_api import OpenEnum, Operation
from numberwire_api.signalwire import models, phone_numbers

__all__ = ["get", "list_", "on_bad_record", "purchase", "release", "search", "update"]

_KEPT_BESIDE_A_HANDLER = {"call_receive_mode"}
_MEANT = {"area_code": "areacode", "areaCode": "areacode", "quantity": "max_results", "limit": "max_results"}
"""Names that guides use and the server ignores in silence, and what they mean."""


def _same(answer: Any) -> Any:
    return answer


def get(number_id: UUID | str) -> Call[models.PhoneNumber]:
    """Retrieve a number."""
    return Call(phone_numbers.retrieve_phone_number(_checked_id(number_id)), _same)


def release(number_id: UUID | str) -> Call[None]:
    """Release a number."""
    return Call(phone_numbers.release_phone_number(_checked_id(number_id)), _same)


def purchase(number: str) -> Call[models.PhoneNumber]:
    """Buy a number."""
    if not isinstance(number, str):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        raise InvalidRequestError("number must be a string in E.164 format, such as '+15558675309'.")
    return Call(phone_numbers.purchase_phone_number(models.PhoneNumberPurchase(number=number)), _same)


def search(**parameters: Any) -> Call[list[AvailablePhoneNumber]]:
    """Search for numbers that can be bought."""
    return Call(_made("search", phone_numbers.search_available_phone_numbers, parameters), available)


def list_(
    cursor: str | None, page_size: int | None, options: Options, filters: dict[str, Any]
) -> Operation[models.PhoneNumberPage]:
    """List numbers, from the start or from a cursor."""
    if cursor is not None:
        if page_size is not None or any(value is not None for value in filters.values()):
            raise InvalidRequestError(
                "cursor carries the filters and the page size of its listing: give it alone."
            )
        return replace(phone_numbers.list_phone_numbers(), query=query_of(cursor, leads_on))
    if page_size is not None:
        options = options.changed(frozenset(options.checks), page_size=page_size)
    return phone_numbers.list_phone_numbers(**filters, page_size=options.page_size)


def on_bad_record(given: str) -> OnBadRecord:
    """What a listing does with a record that can't be read.

    Raises:
        InvalidRequestError: It is neither of the two.
    """
    for known in get_args(OnBadRecord):
        if given == known:
            return cast("OnBadRecord", known)
    raise InvalidRequestError(f'errors must be "raise" or "skip", not {given!r}.')


def update(
    number_id: UUID | str, call: CallHandler | None, message: MessageHandler | None, fields: dict[str, Any]
) -> Call[models.PhoneNumber]:
    """Update a number."""
    sent = {name: value for name, value in fields.items() if value is not None}
    _require_known("update", sent, models.PhoneNumberUpdate.__struct_fields__)
    sent |= _expanded("call", call, CallHandler, sent) | _expanded("message", message, MessageHandler, sent)
    body = models.PhoneNumberUpdate(**{name: _text(name, value) for name, value in sent.items()})
    return Call(phone_numbers.update_phone_number(_checked_id(number_id), body), _same)


@cache
def _enums() -> dict[str, type[OpenEnum]]:
    """The fields of an update that have an enum; worked out when an update is sent."""
    return {
        name: kind
        for name, hint in get_type_hints(models.PhoneNumberUpdate).items()
        for kind in get_args(hint)
        if isinstance(kind, type) and issubclass(kind, OpenEnum)
    }


def _text(name: str, value: object) -> Any:
    """A field's value; all fields of an update are texts, some of an enum."""
    if isinstance(value, UUID):
        return str(value)
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} must be a string, not {type(value).__name__}.")
    kind = _enums().get(name)
    return kind(value) if kind and value else value


def _expanded(kind: str, handler: object, wanted: type[Handler], flat: dict[str, Any]) -> dict[str, Any]:
    if handler is None:
        return {}
    if isinstance(handler, Other):
        raise InvalidRequestError(f"{kind}={handler!r} can't be set: only answers carry this handler.")
    if not isinstance(handler, wanted):
        raise InvalidRequestError(
            f"{kind} must be one of numberwire.signalwire.handlers.{kind}, not {handler!r}."
        )
    beside = [name for name in flat if name.startswith(f"{kind}_") and name not in _KEPT_BESIDE_A_HANDLER]
    if beside:
        raise InvalidRequestError(
            f"{kind}= already says what {', '.join(beside)} would: give one or the other."
        )
    return fields_of(handler)


def _require_known(method: str, given: dict[str, Any], known: Collection[str]) -> None:
    require_known(method, given, sorted(known), consequence="ignore it in silence", meant=_MEANT)


def _made(method: str, function: Any, parameters: dict[str, Any]) -> Any:
    _require_known(method, parameters, function.__annotations__.keys() - {"return"})
    for name, value in parameters.items():
        if not isinstance(value, str | int | float | None):
            raise InvalidRequestError(f"{name} must be one text or number, not {type(value).__name__}.")
    return function(**parameters)


def _checked_id(number_id: object) -> UUID | str:
    if isinstance(number_id, UUID | str):
        return number_id
    raise InvalidRequestError("the id of a phone number must be a string or a UUID.")
