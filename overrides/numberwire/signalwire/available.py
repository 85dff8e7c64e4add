"""Numbers that can be bought: one shape for the two that the documentation shows."""

from numberwire_api import Model, html_table, make_model, with_extra
from numberwire_api.signalwire.models import (
    AvailablePhoneNumberItem,
    AvailablePhoneNumberPage,
    Capability,
    CapabilityFlags,
)

__all__ = ["AvailablePhoneNumber", "AvailablePhoneNumbers", "available"]


class AvailablePhoneNumber(Model, frozen=True, kw_only=True):
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
    capabilities: tuple[Capability, ...] = ()
    region: str | None = None
    city: str | None = None
    rate_center: str | None = None
    lata: str | None = None
    country_code: str | None = None
    national_format: str | None = None
    international_format: str | None = None


class AvailablePhoneNumbers(list[AvailablePhoneNumber]):
    """The numbers that a search found: a list, shown as a table in notebooks."""

    def _repr_html_(self) -> str:
        return html_table(self)


def available(page: AvailablePhoneNumberPage) -> AvailablePhoneNumbers:
    """The numbers of a search's answer; an item without a number can't be bought and is left out."""
    return AvailablePhoneNumbers(
        _one(item, number) for item in page.data if (number := item.number or item.e164)
    )


def _one(item: AvailablePhoneNumberItem, number: str) -> AvailablePhoneNumber:
    found: AvailablePhoneNumber = make_model(
        AvailablePhoneNumber,
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
    return with_extra(found, item.extra)


def _names(item: AvailablePhoneNumberItem) -> tuple[Capability, ...]:
    if item.capabilities is None:
        return ()
    if isinstance(item.capabilities, CapabilityFlags):
        names = (name for name, on in item.capabilities.to_dict().items() if on)
        return tuple(map(Capability, names))
    return tuple(Capability(str(name)) for name in item.capabilities)
