"""The numbers for sale, a function of the seed, and the places they are in; which are sold is not known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from numberwire.sandbox._ids import digest_of

# Exchange 555 is reserved for fiction: a number in it looks real, and calling it reaches no one.
_EXCHANGE = "555"
_LINES = 10_000
_DIRECTORY_ASSISTANCE = 1212
_EVERYTHING = ("voice", "sms", "mms", "fax")
# Some numbers can do less, so that a caller who never looks at capabilities notices.
_CAPABILITIES = (*[_EVERYTHING] * 4, ("voice", "sms", "mms"), *[_EVERYTHING] * 3, ("voice", "fax"))


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of an area code; a toll-free one lies nowhere.

    Attributes:
        areacode: Three digits.
        region: The ISO 3166-2 code of the state, without its country.
        lata: The local access and transport area.
        cities: The cities that its numbers are spread over.
    """

    areacode: str
    region: str | None = None
    lata: str | None = None
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AvailableNumber:
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
def inventory(seed: int, count: int) -> dict[str, AvailableNumber]:
    """Every number for sale by its E.164 form: ``count`` in each area code, local ones first.

    The area codes take turns, so that the first results of a wide search lie in several places.
    """
    rows = (_offers(places, seed, count) for places in (LOCAL, TOLL_FREE))
    return {offer.number: offer for row in rows for offer in row}


def _offers(places: tuple[Place, ...], seed: int, count: int) -> Iterator[AvailableNumber]:
    """The first ``count`` numbers of each place, taking turns."""
    orders = [_lines(seed, place) for place in places]
    for index in range(min(count, _LINES - 1)):
        for place, lines in zip(places, orders, strict=True):
            yield _offer(place, index, next(lines))


def _offer(place: Place, index: int, line: int) -> AvailableNumber:
    """The number of a place that ends in these four digits."""
    city = place.cities[index % len(place.cities)] if place.cities else None
    capabilities = _CAPABILITIES[index % len(_CAPABILITIES)]
    return AvailableNumber(f"+1{place.areacode}{_EXCHANGE}{line:04}", place, city, capabilities)


def _lines(seed: int, place: Place) -> Iterator[int]:
    """The last four digits of a place's numbers, each once, in an order of this seed's."""
    drawn = int.from_bytes(digest_of(seed, "lines", place.areacode)[:8], "big")
    # A step that shares no factor with the count of lines visits each of them.
    step, start = 10 * (drawn % 900 + 100) + 3, drawn >> 32
    lines = ((start + step * turn) % _LINES for turn in range(_LINES))
    return (line for line in lines if line != _DIRECTORY_ASSISTANCE)


LOCAL: tuple[Place, ...] = (
    Place("503", "OR", "672", ("Portland", "Salem")),
    Place("206", "WA", "674", ("Seattle",)),
    Place("509", "WA", "676", ("Spokane", "Yakima")),
    Place("512", "TX", "558", ("Austin", "Round Rock")),
    Place("214", "TX", "552", ("Dallas",)),
    Place("713", "TX", "560", ("Houston",)),
    Place("210", "TX", "566", ("San Antonio",)),
    Place("213", "CA", "730", ("Los Angeles",)),
    Place("415", "CA", "722", ("San Francisco", "San Rafael")),
    Place("619", "CA", "732", ("San Diego", "Chula Vista")),
    Place("916", "CA", "726", ("Sacramento", "Roseville")),
    Place("212", "NY", "132", ("New York",)),
    Place("716", "NY", "140", ("Buffalo", "Niagara Falls")),
    Place("312", "IL", "358", ("Chicago",)),
    Place("305", "FL", "460", ("Miami", "Key West")),
    Place("404", "GA", "438", ("Atlanta",)),
    Place("617", "MA", "128", ("Boston", "Cambridge")),
    Place("303", "CO", "656", ("Denver", "Boulder")),
    Place("602", "AZ", "666", ("Phoenix",)),
    Place("702", "NV", "721", ("Las Vegas", "Henderson")),
    Place("801", "UT", "660", ("Salt Lake City", "Provo")),
    Place("612", "MN", "628", ("Minneapolis",)),
    Place("313", "MI", "340", ("Detroit", "Dearborn")),
    Place("216", "OH", "320", ("Cleveland",)),
    Place("215", "PA", "228", ("Philadelphia",)),
    Place("919", "NC", "426", ("Raleigh", "Durham")),
    Place("615", "TN", "470", ("Nashville", "Franklin")),
    Place("504", "LA", "490", ("New Orleans",)),
    Place("202", "DC", "236", ("Washington",)),
    Place("808", "HI", "834", ("Honolulu", "Hilo")),
)

TOLL_FREE: tuple[Place, ...] = tuple(map(Place, ("800", "888", "877", "866", "855", "844", "833")))

CAPACITY = (len(LOCAL) + len(TOLL_FREE)) * (_LINES - 1)
"""How many numbers there are, for sale or sold."""
