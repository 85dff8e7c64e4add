"""The methods of ``client.phone_numbers``: those that are generated from the spec, sent through a client."""

from numberwire.resource import AsyncRawResource, AsyncResource, RawResource, Resource
from numberwire_api.routing import phone_numbers as generated
from numberwire_api.routing.models import RoutedPhoneNumber

__all__ = ["AsyncPhoneNumbers", "AsyncRawPhoneNumbers", "PhoneNumbers", "RawPhoneNumbers"]

_RECORD, _LOOK_UP = "phone number", "take it from where you manage the number"


class PhoneNumbers(
    Resource, generated.PhoneNumbers, record=_RECORD, look_up=_LOOK_UP, kind=RoutedPhoneNumber
):
    """The phone numbers of the organization that the key belongs to."""


class AsyncPhoneNumbers(
    AsyncResource, generated.AsyncPhoneNumbers, record=_RECORD, look_up=_LOOK_UP, kind=RoutedPhoneNumber
):
    """The same methods as `PhoneNumbers`, awaited."""


class RawPhoneNumbers(
    RawResource, generated.RawPhoneNumbers, record=_RECORD, look_up=_LOOK_UP, kind=RoutedPhoneNumber
):
    """The same methods as `PhoneNumbers`, each returning a `RawResponse`."""


class AsyncRawPhoneNumbers(
    AsyncRawResource, generated.AsyncRawPhoneNumbers, record=_RECORD, look_up=_LOOK_UP, kind=RoutedPhoneNumber
):
    """The same methods, awaited."""
