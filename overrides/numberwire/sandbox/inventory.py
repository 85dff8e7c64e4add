"""The numbers for sale, a function of the seed; what is sold already is not known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from numberwire.sandbox.ids import digest_of
from numberwire.sandbox.places import LOCAL, TOLL_FREE, Place

# Exchange 555 is the one of fiction: a number in it looks right and rings nobody.
_EXCHANGE = "555"
_LINES = 10_000
_DIRECTORY_ASSISTANCE = 1212
_EVERYTHING = ("voice", "sms", "mms", "fax")
# Some numbers can do less, so that a caller who never looks at capabilities notices.
_CAPABILITIES = (*[_EVERYTHING] * 4, ("voice", "sms", "mms"), *[_EVERYTHING] * 3, ("voice", "fax"))


@dataclass(frozen=True, slots=True)
class Offer:
    """A number that can be bought.

    Attributes:
        number: The number in E.164 format.
        place: Where it is.
        city: Its city, or None for a toll-free number.
        capabilities: The names of what it can carry.
    """

    number: str
    place: Place
    city: str | None
    capabilities: tuple[str, ...]

    @property
    def national(self) -> str:
        """The ten digits after the country code."""
        return self.number[2:]

    @property
    def number_type(self) -> str:
        """The kind as answers about owned numbers spell it."""
        return "longcode" if self.place.region else "toll-free"


@lru_cache(maxsize=8)
def inventory(seed: int, count: int) -> dict[str, Offer]:
    """Every number for sale by its E.164 form: ``count`` in each area code, local ones first.

    The area codes take turns, so that the first results of a wide search lie in several places.
    """
    rows = (_offers(places, seed, count) for places in (LOCAL, TOLL_FREE))
    return {offer.number: offer for row in rows for offer in row}


def _offers(places: tuple[Place, ...], seed: int, count: int) -> Iterator[Offer]:
    """The first ``count`` numbers of each place, taking turns."""
    orders = [_lines(seed, place) for place in places]
    for index in range(min(count, _LINES - 1)):
        for place, lines in zip(places, orders, strict=True):
            yield _offer(place, index, next(lines))


def _offer(place: Place, index: int, line: int) -> Offer:
    """The number of a place that ends in these four digits."""
    city = place.cities[index % len(place.cities)] if place.cities else None
    capabilities = _CAPABILITIES[index % len(_CAPABILITIES)]
    return Offer(f"+1{place.areacode}{_EXCHANGE}{line:04}", place, city, capabilities)


def _lines(seed: int, place: Place) -> Iterator[int]:
    """The last four digits of a place's numbers, each once, in an order of this seed's."""
    drawn = int.from_bytes(digest_of(seed, "lines", place.areacode)[:8], "big")
    # A step that shares no factor with the count of lines visits each of them.
    step, start = 10 * (drawn % 900 + 100) + 3, drawn >> 32
    lines = ((start + step * turn) % _LINES for turn in range(_LINES))
    return (line for line in lines if line != _DIRECTORY_ASSISTANCE)
