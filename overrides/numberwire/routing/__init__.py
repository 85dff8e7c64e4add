"""The routing API: one operation, on an API whose answers come in an envelope.

Example::

    from numberwire import CLEAR
    from numberwire.routing import RoutingClient

    client = RoutingClient(api_key="am_live_...", base_url="https://api.example.com")
    client.phone_numbers.update(id, inbound_url="https://example.com/inbound", label=CLEAR)
"""

from numberwire.routing.client import AsyncRoutingClient, RoutingClient
from numberwire_api.routing.models import (
    CarrierLineOptionStatus,
    RoutedNumberType,
    RoutedPhoneNumber,
    RoutingMeta,
)

__all__ = [
    "AsyncRoutingClient",
    "CarrierLineOptionStatus",
    "RoutedNumberType",
    "RoutedPhoneNumber",
    "RoutingClient",
    "RoutingMeta",
]
