"""SignalWire's phone numbers: list, search, purchase, retrieve, update and release them.

Example::

    from numberwire.signalwire import RestClient, handlers

    client = RestClient(project="...", token="...", host="your-space.signalwire.com")
    offers = client.phone_numbers.search(areacode="503", max_results=5)
    number = client.phone_numbers.purchase(offers[0].number)
    client.phone_numbers.update(number.id, call=handlers.call.LamlWebhooks(request_url="https://example.com/voice"))
"""

from numberwire.signalwire import handlers
from numberwire.signalwire._check_update import check_update
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
