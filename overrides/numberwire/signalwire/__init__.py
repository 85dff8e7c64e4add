"""SignalWire's phone numbers: list, search, purchase, retrieve, update and release them.

Example::

    from numberwire.signalwire import RestClient, handlers

    client = RestClient(project="...", token="...", host="your-space.signalwire.com")
    offers = client.phone_numbers.search(areacode="503", max_results=5)
    number = client.phone_numbers.purchase(offers[0].number)
    client.phone_numbers.update(number.id, call=handlers.call.LamlWebhooks(request_url="https://example.com/voice"))
"""

from typing import TYPE_CHECKING

from numberwire.signalwire._lookup import releasable_from
from numberwire.signalwire.available import AvailablePhoneNumber, AvailablePhoneNumbers
from numberwire.signalwire.client import AsyncRestClient, RestClient
from numberwire_api.signalwire.models import (
    CallHandler,
    CallReceiveMode,
    Capability,
    E911Status,
    HttpMethod,
    MessageHandler,
    NumberType,
    PhoneNumber,
)
from numberwire_api.signalwire.phone_numbers import PhoneNumberUpdateFields

if TYPE_CHECKING:
    from numberwire.signalwire import handlers
    from numberwire.signalwire._check_update import check_update

__all__ = [
    "AsyncRestClient",
    "AvailablePhoneNumber",
    "AvailablePhoneNumbers",
    "CallHandler",
    "CallReceiveMode",
    "Capability",
    "E911Status",
    "HttpMethod",
    "MessageHandler",
    "NumberType",
    "PhoneNumber",
    "PhoneNumberUpdateFields",
    "RestClient",
    "check_update",
    "handlers",
    "releasable_from",
]

if not TYPE_CHECKING:  # so that a checker knows every other name for a mistake

    def __getattr__(name: str) -> object:
        """Load what is asked for: the classes of all handlers, which most calls don't need."""
        if name not in {"check_update", "handlers"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 the start does without it

        if name == "handlers":
            return import_module(f"{__name__}.handlers")  # which sets it
        globals()[name] = import_module(f"{__name__}._check_update").check_update
        return globals()[name]

    def __dir__() -> list[str]:
        """The names that there are, loaded or not."""
        return sorted({*globals(), *__all__})
