"""A server that lists numbers, page by page, and tells when it was asked for which."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from numberwire._response import Response
from numberwire_api import Request
from numberwire_api.signalwire.models import PhoneNumber

PATH = "/api/relay/rest/phone_numbers"


def record(place: int) -> dict[str, Any]:
    """The record at this place, as it goes over the wire."""
    return {"id": f"id-{place}", "number": f"+1206555{place:04}"}


def number(place: int) -> PhoneNumber:
    """The same as a client returns it."""
    return PhoneNumber(**record(place))


class Pages:
    """Answers a listing with these pages; a page that is an error is raised, and one that is a response is sent.

    Attributes:
        asked: The query of each request.
    """

    def __init__(self, *pages: Any, before: Callable[[int], None] = lambda _: None) -> None:
        self._pages = pages
        self._before = before
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: Request) -> Response:
        """Answer a request for a page."""
        path, _, query = request.target.partition("?")
        assert (request.method, path) == ("GET", PATH)
        asked = dict(parse_qsl(query))
        self.asked.append(asked)
        place = int(asked.get("page_token", 0))
        self._before(place)
        page = self._pages[place]
        if isinstance(page, Exception):
            raise page
        return page if isinstance(page, Response) else self._page(place, asked, page)

    def _page(self, place: int, asked: dict[str, str], records: Sequence[Any]) -> Response:
        following = urlencode({**asked, "page_token": place + 1})
        links = {"next": f"{PATH}?{following}"} if place + 1 < len(self._pages) else {}
        data = [record(one) if isinstance(one, int) else one for one in records]
        return Response(200, (), json.dumps({"links": links, "data": data}).encode())
