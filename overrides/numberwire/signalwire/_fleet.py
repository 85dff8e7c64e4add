"""SignalWire's numbers as a fleet: their fields in one spelling, offline checks, and an account over the network."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from numberwire._clear import CLEAR
from numberwire._keywords import suggest
from numberwire.fleet._protocols import Fields, OwnedNumber, Value
from numberwire.signalwire import handlers
from numberwire.signalwire._check_update import check_update
from numberwire.signalwire._lookup import releasable_from
from numberwire.signalwire.client import AsyncRestClient
from numberwire.signalwire.handlers._kind import CALL_CLASSES, MESSAGE_CLASSES
from numberwire_api.signalwire.models import PhoneNumber

__all__ = ["HANDLER_CLASSES", "SignalWireAccount", "SignalWireApi", "handler_value", "owned_of"]

_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
HANDLER_CLASSES: dict[str, Mapping[str, type[handlers.Handler]]] = {
    "call": CALL_CLASSES,
    "message": MESSAGE_CLASSES,
}
"""The classes of handlers, by ``call`` and ``message`` and by the handler's name."""
"""The classes of handlers, by ``call`` and ``message`` and by the handler's name."""
_DEFAULT_METHOD, _DEFAULT_MODE = "POST", "voice"
_QUIET = {"deprecated": False}


class SignalWireApi:
    """What SignalWire's numbers have."""

    name = "signalwire"
    account_keys = ("space", "project")
    fields: Fields = {"name": None, "receive_mode": _DEFAULT_MODE, "call": None, "message": None}  # noqa: RUF012 the protocol's own
    handlers = frozenset(HANDLER_CLASSES)
    can_list = True

    def normal(self, field: str, value: Value) -> Value:
        """A value in one spelling: nothing for an empty one, POST for a method that is not said."""
        if isinstance(value, dict):
            return {
                name: text
                for name, text in value.items()
                if text and not (name.endswith("_method") and text == _DEFAULT_METHOD)
            } or None
        return value or (_DEFAULT_MODE if field == "receive_mode" else None)

    def find_mistakes(self, field: str, value: Value) -> Iterator[str]:
        """What is wrong with a value, by the documented rules that the client has."""
        if isinstance(value, dict):
            mistakes = list(_find_mistakes_of_handler(field, value))
            yield from mistakes
            if mistakes:
                return
        elif field == "name":
            return  # any text is one; thousands of names are not asked about one by one
        elif field == "receive_mode" and value not in ("voice", "fax"):
            yield f"receive_mode is {value}: it may be voice or fax"
            return
        for refusal in check_update(checks=_QUIET, **_arguments({field: value})):
            yield refusal.message

    def is_settable(self, field: str, value: Value) -> bool:
        """Whether a value can be set: not a handler that only answers carry, nor one without what it needs."""
        return not any(self.find_mistakes(field, value))

    def number_type(self, number: str) -> str:
        """The type that a number's digits say it has."""
        return "toll-free" if number.startswith("+1") and number[2:5] in _TOLL_FREE else "longcode"

    def releasable_from(self, created_at: datetime, *, trial: bool) -> datetime:
        """14 days after the purchase, 30 on a trial account."""
        bought = PhoneNumber(id="", number="", created_at=created_at)
        return releasable_from(bought, trial=trial) or created_at


def _find_mistakes_of_handler(field: str, value: dict[str, str]) -> Iterator[str]:
    name = value.get("handler", "")
    kinds = HANDLER_CLASSES[field]
    if name not in kinds:
        yield _unknown("handler", name or "an empty one", kinds)
        return
    parameters = msgspec.structs.fields(kinds[name])
    known = [parameter.name for parameter in parameters]
    for parameter in value:
        if parameter != "handler" and parameter not in known:
            yield _unknown(f"parameter of {name}", parameter, known)
    missing = [
        parameter.name for parameter in parameters if parameter.required and not value.get(parameter.name)
    ]
    if missing:
        yield f"{field} handler {name} needs {' and '.join(missing)}"


def _unknown(noun: str, name: str, known: Any) -> str:
    return f"{name} is not a {noun}. {suggest(name, known).removesuffix('.')}"


def owned_of(number: PhoneNumber) -> OwnedNumber:
    """A number of the account, with what it does in normal form."""
    effect = handlers.effective(number)
    return OwnedNumber(
        number.number,
        number.id,
        {
            "name": effect.name,
            "receive_mode": str(effect.call_receive_mode),
            "call": handler_value(effect.call),
            "message": handler_value(effect.message),
        },
        number.created_at,
        number.updated_at,
    )


def handler_value(handler: handlers.Handler | handlers.Other | handlers.NoHandler) -> Value:
    """A handler as a field of a fleet, in normal form."""
    if isinstance(handler, handlers.Other):
        return {"handler": handler.value}
    if not isinstance(handler, handlers.Handler):
        return None
    value = {"handler": handler.handler}
    for name in handler.__struct_fields__:
        text = getattr(handler, name)
        if text and not (text == _DEFAULT_METHOD and name.endswith("_method")):
            value[name] = str(text)
    return value


def _arguments(fields: Fields) -> dict[str, Any]:
    """The arguments of an update that sets fields; a handler is set as a whole."""
    arguments: dict[str, Any] = {}
    for field, value in fields.items():
        if field in HANDLER_CLASSES:
            arguments[field] = _handler_of(field, value)
            arguments["whole"] = True
        elif field == "receive_mode":
            arguments["call_receive_mode"] = value
        else:
            arguments[field] = value or CLEAR
    return arguments


def _handler_of(field: str, value: Value) -> handlers.Handler | handlers.NoHandler:
    if not isinstance(value, dict):
        return handlers.NONE
    parameters: dict[str, Any] = dict(value)
    return HANDLER_CLASSES[field][parameters.pop("handler")](**parameters)


class SignalWireAccount:
    """The numbers of a SignalWire project.

    Args:
        client: The client of the account.
    """

    def __init__(self, client: AsyncRestClient) -> None:
        # What is deprecated is an audit's business, not a warning for each number.
        self._numbers = client.with_options(checks=_QUIET).phone_numbers

    async def list_numbers(self) -> list[OwnedNumber]:
        """All numbers, the newest first."""
        return [owned_of(number) async for number in self._numbers.list()]

    async def find_number(self, number: str) -> OwnedNumber | None:
        """One number, or None where it is not the account's."""
        owned = await self._numbers.find(number)
        return None if owned is None else owned_of(owned)

    async def buy(self, number: str) -> OwnedNumber:
        """Buy a number."""
        return owned_of(await self._numbers.purchase(number))

    async def change(self, number_id: str, fields: Fields) -> OwnedNumber:
        """Set fields of a number."""
        return owned_of(await self._numbers.update(number_id, **_arguments(fields)))

    async def release(self, number_id: str) -> None:
        """Release a number."""
        await self._numbers.release(number_id)
