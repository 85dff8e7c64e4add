"""Numbers that can be bought: one shape for the two that the documentation shows."""

import msgspec

from numberwire_api.signalwire.models import (
    AvailablePhoneNumberItem,
    AvailablePhoneNumberPage,
    CapabilityFlags,
)

__all__ = ["AvailablePhoneNumber", "available"]


class AvailablePhoneNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number that can be bought.

    Attributes:
        number: The number in E.164 format.
        capabilities: What it can do: ``voice``, ``sms``, ``mms``, ``fax``, or a name newer than this library.
        region: Its state or region, such as ``TX``.
        city: Its city.
        rate_center: Its rate center.
        lata: Its LATA.
        country_code: Its country, ISO 3166-1 alpha-2.
        national_format: The number as written in its country.
        international_format: The number as written abroad.
    """

    number: str
    capabilities: frozenset[str] = frozenset()
    region: str | None = None
    city: str | None = None
    rate_center: str | None = None
    lata: str | None = None
    country_code: str | None = None
    national_format: str | None = None
    international_format: str | None = None


def available(page: AvailablePhoneNumberPage) -> list[AvailablePhoneNumber]:
    """The numbers of a search's answer; an item without a number can't be bought and is left out."""
    return [_one(item, number) for item in page.data if (number := item.number or item.e164)]


def _one(item: AvailablePhoneNumberItem, number: str) -> AvailablePhoneNumber:
    return AvailablePhoneNumber(
        number=number,
        capabilities=_names(item),
        region=item.region,
        city=item.city,
        rate_center=item.rate_center,
        lata=item.lata,
        country_code=item.country_code,
        national_format=item.national_number_formatted,
        international_format=item.international_number_formatted,
    )


def _names(item: AvailablePhoneNumberItem) -> frozenset[str]:
    if item.capabilities is None:
        return frozenset()
    if isinstance(item.capabilities, CapabilityFlags):
        return frozenset(name for name, on in msgspec.structs.asdict(item.capabilities).items() if on)
    return frozenset(map(str, item.capabilities))
