"""Where the inventory's numbers are: area codes with their region, LATA and rate centers, as data."""

from __future__ import annotations

from dataclasses import dataclass


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
