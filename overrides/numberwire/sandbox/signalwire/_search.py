"""The search for numbers to buy: which conditions can be combined, and which numbers meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from numberwire._response import Response
from numberwire.sandbox._inventory import AvailableNumber, inventory
from numberwire.sandbox._replies import invalid_fields, reply
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox.signalwire._number_list import link_to, parse_count
from numberwire.sandbox.signalwire._phone_numbers import API

_DEFAULT_RESULTS, _MAX_RESULTS = 50, 100
_KINDS = {"local": "longcode", "toll-free": "toll-free"}  # as searches spell them: as owned numbers do
_SHAPES = {
    "areacode": (r"[0-9]{3}", "must be three digits"),
    "starts_with": (r"[0-9]{3,7}", "must be 3 to 7 digits"),
    "contains": (r"[0-9]{3,7}", "must be 3 to 7 digits"),
    "ends_with": (r"[0-9]{3,7}", "must be 3 to 7 digits"),
    "region": (r"[A-Za-z]{2}", "must be the two letters of an ISO 3166-2 code"),
    "number_type": ("|".join(_KINDS), "must be local or toll-free"),
}
_EXCLUSIVE = ("starts_with", "contains", "ends_with")
_LOCAL_ONLY = ("region", "city")
_AREACODE = 3


def _starts_with(offer: AvailableNumber, digits: str, query: dict[str, str]) -> bool:
    """Whether a number starts with these digits; with an area code, so may the digits after it."""
    rest = offer.national[_AREACODE:]
    return offer.national.startswith(digits) or ("areacode" in query and rest.startswith(digits))


_CONDITIONS: dict[str, Callable[[AvailableNumber, str, dict[str, str]], bool]] = {
    "areacode": lambda offer, value, _: offer.place.areacode == value,
    "starts_with": _starts_with,
    "contains": lambda offer, value, _: value in offer.national,
    "ends_with": lambda offer, value, _: offer.number.endswith(value),
    "region": lambda offer, value, _: offer.place.region == value.upper(),
    "city": lambda offer, value, _: (offer.city or "").casefold() == value.casefold(),
}


def search_numbers(context: RequestContext, _id: str) -> Response:
    """Numbers of the inventory that meet every condition; unknown parameters are silently ignored."""
    query, settings = context.query, context.settings
    _check_query(query)
    count = parse_count(query, "max_results", _DEFAULT_RESULTS, 1, _MAX_RESULTS)
    conditions = [(_CONDITIONS[name], value) for name, value in query.items() if name in _CONDITIONS]
    kind, sold = _KINDS[query.get("number_type", "local")], context.store.unavailable_numbers(API)
    matching = (
        offer
        for offer in inventory(settings.seed, settings.numbers_per_area_code).values()
        if offer.number_type == kind
        and offer.number not in sold
        and all(meets(offer, value, query) for meets, value in conditions)
    )
    item = _ITEMS[settings.search_items]
    link = link_to(context, f"{context.path}?{urlencode(query)}" if query else context.path)
    data = [item(offer) for offer in islice(matching, count)]
    return reply({"links": {"self": link, "first": link}, "data": data})


def _check_query(query: dict[str, str]) -> None:
    """Refuse values of a wrong shape, and conditions that can't be combined."""
    problems = {
        name: words
        for name, (shape, words) in _SHAPES.items()
        if not re.fullmatch(shape, query.get(name, "")) and name in query
    }
    sent = [name for name in _EXCLUSIVE if name in query]
    if len(sent) > 1:
        problems[sent[1]] = f"cannot be combined with {sent[0]}"
    if "city" in query and "region" not in query:
        problems["city"] = "needs region as well"
    if query.get("number_type") == "toll-free":
        problems.update(
            {name: "is not supported for toll-free numbers" for name in _LOCAL_ONLY if name in query}
        )
    if problems:
        raise invalid_fields(**problems)


def _number_item(offer: AvailableNumber) -> dict[str, Any]:
    """An item that shows its capabilities as flags."""
    return {
        "number": offer.number,
        "region": offer.place.region,
        "city": offer.city,
        "rate_center": _rate_center(offer),
        "lata": offer.place.lata,
        "capabilities": {name: name in offer.capabilities for name in ("voice", "sms", "mms", "fax")},
    }


def _e164_item(offer: AvailableNumber) -> dict[str, Any]:
    """An item that lists its capabilities by name."""
    code, exchange, line = offer.national[:3], offer.national[3:6], offer.national[6:]
    return {
        "e164": offer.number,
        "national_number_formatted": f"({code}) {exchange}-{line}",
        "international_number_formatted": f"+1 {code}-{exchange}-{line}",
        "rate_center": _rate_center(offer),
        "region": offer.place.region,
        "country_code": "US",
        "capabilities": offer.capabilities,
    }


def _rate_center(offer: AvailableNumber) -> str | None:
    """The billing name of the city."""
    return offer.city.upper() if offer.city else None


_ITEMS = {"number": _number_item, "e164": _e164_item}
