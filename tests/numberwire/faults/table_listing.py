"""Cases: what can happen to a listing."""

from collections.abc import Callable, Iterator
from typing import Any

from numberwire.errors import (
    APIResponseValidationError,
    APITimeoutError,
    InternalServerError,
    ListingError,
)
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import NUMBERS, number, phone_number
from tests.numberwire.faults.case import PATIENT, QUICK, Case, Right, Script, Wrong, wrong
from tests.numberwire.faults.peer import Turn
from tests.numberwire.faults.turns import resets, says, stalls

NEXT = f"{NUMBERS}?page_number=1&page_token=PA1"
WIRE = [number(id=str(place), number=f"+1206555{place:04}") for place in range(8)]
A, B, C, D, *_ = map(phone_number, WIRE)


def page(*places: int, after: str | None = None, **more: Any) -> Turn:
    """A page of some of the numbers, and the link to the next one."""
    links = {"self": NUMBERS, "first": NUMBERS} | ({"next": after} if after is not None else {})
    return says(said({"links": links, "data": [WIRE[place] for place in places], **more}))


def listed(client: Any) -> Any:
    """All numbers, one page asked for after the other."""
    return client.phone_numbers.list(prefetch=False)


def fetched(client: Any) -> Any:
    """All numbers, the next page asked for meanwhile."""
    return client.phone_numbers.list(prefetch=True)


def skipping(client: Any) -> Any:
    """All numbers that can be read."""
    return client.phone_numbers.list(errors="skip", prefetch=False)


def next_pages() -> Iterator[Case]:
    """A next page is asked for where the listing is, by its query, or not at all."""
    here = {
        "a path": NEXT,
        "a query": "?page_number=1&page_token=PA1",
        "a URL": f"http://{{here}}{NEXT}",
        "a URL without scheme": f"//{{here}}{NEXT}",
        "capitals": f"HTTP://{{here}}{NEXT}",
        "a fragment": f"{NEXT}#top",
        "a slash more": NEXT.replace("?", "/?"),
    }
    for name, link in here.items():
        yield Case(f"next is {name}", _leading(link, page(1)), Right([A, B]), "GET GET", calls=(listed,))
    elsewhere = {
        "another host": f"http://{{other}}{NEXT}",
        "another host without scheme": f"//{{other}}{NEXT}",
        "another name of this host": f"http://localhost:{{port}}{NEXT}",
        "another scheme": f"https://{{here}}{NEXT}",
        "a strange scheme": f"ftp://{{here}}{NEXT}",
        "no web at all": "javascript:alert(1)",
        "another port": f"http://127.0.0.1:1{NEXT}",
        "no port": f"http://127.0.0.1{NEXT}",
        "a port too large": f"http://127.0.0.1:99999{NEXT}",
        "half an address": f"http://[::1{NEXT}",
        "another path": "/api/relay/rest/other?page_token=PA1",
        "a path beside": f"{NUMBERS}/../numbers?page_token=PA1",
        "a path below": f"{NUMBERS}/search?page_token=PA1",
        "a user": f"http://{{here}}@{{other}}{NEXT}",
        "backslashes": f"http:\\\\{{other}}{NEXT}",
        "a tab": f"ht\ttp://{{other}}{NEXT}",
        "a line break": f"/\n/{{other}}{NEXT}",
        "a blank before": f"  http://{{other}}{NEXT}",
        "words": "the next page",
    }
    for name, link in elsewhere.items():
        ends = wrong(
            ListingError, "not followed", after=(A,), method="GET", path=NUMBERS, cursor="page_size=1000"
        )
        yield Case(f"next is {name}", _leading(link, page(1)), ends, "GET", calls=(listed,))
    for name, link in {"17": 17, "a list": [NEXT], "an object": {"href": NEXT}}.items():
        script = (page(0, links={"next": link}),)
        yield Case(
            f"next is {name}",
            script,
            wrong(APIResponseValidationError, after=(A,), status_code=200),
            "GET",
            calls=(listed,),
        )


def _leading(link: str, *more: Turn) -> Callable[[str, str], Script]:
    """A page whose next one is at a link, once the hosts are known."""

    def script(here: str, other: str) -> Script:
        return (page(0, after=link.format(here=here, other=other, port=here.partition(":")[2])), *more)

    return script


def ends_of_listings() -> Iterator[Case]:
    """A listing ends at its last page, and where it goes round in circles."""
    one, two, three = (f"?page_token=PA{place}" for place in (1, 2, 3))
    empty = [page(after=f"?page_token=PE{place}") for place in range(30)]
    right: dict[str, tuple[Script, list[Any]]] = {
        "one page": ((page(0, 1),), [A, B]),
        "no record": ((page(),), []),
        "no links": ((says(said({"data": [WIRE[0]]})),), [A]),
        "links of null": ((page(0, links=None),), [A]),
        "next of null": ((page(0, links={"next": None}),), [A]),
        "an empty next": ((page(0, after=""),), [A]),
        "three pages": ((page(0, after=one), page(1, 2, after=two), page(3)), [A, B, C, D]),
        "an empty page first": ((page(after=one), page(0)), [A]),
        "an empty page between": ((page(0, after=one), page(after=two), page(1)), [A, B]),
        "an empty page last": ((page(0, after=one), page()), [A]),
        "19 empty pages": ((*empty[:19], page(0)), [A]),
        "empty pages now and then": ((*empty[:15], page(0, after=one), *empty[15:], page(1)), [A, B]),
        "extra fields": ((page(0, total=1, links={"next": None, "last": "x"}),), [A]),
    }
    for name, (script, records) in right.items():
        for call in (listed, fetched):
            asked = " ".join(["GET"] * len(script))
            yield Case(f"listing of {name}, {call.__name__}", script, Right(records), asked, calls=(call,))
    rounds: dict[str, tuple[Script, tuple[Any, ...] | None]] = {
        "itself": ((page(0, after="?page_size=1000"),), (A,)),
        "the same next": ((page(0, after=one), page(1, after=one)), (A, B)),
        "two in turn": ((page(0, after=one), *(page(1, after=two), page(2, after=one)) * 9), (A, B, C)),
        "three in turn": (
            (page(0, after=one), *(page(1, after=two), page(2, after=three), page(3, after=one)) * 9),
            (A, B, C, D),
        ),
        "the same records": ((page(0, 1, after=one), page(0, 1, after=two)), (A, B)),
        "the same records, last": ((page(0, 1, after=one), page(0, 1)), (A, B)),
        "two pages in turn, each under a new cursor": (
            (page(0, after=one), page(1, after=two), page(0, after=three), page(1, after="?page_token=PA4")),
            (A, B),
        ),
        "the same records in another order": ((page(0, 1, after=one), page(1, 0, after=two)), (A, B)),
        "the same records, behind an empty page": ((page(0, after=one), page(after=two), page(0)), (A,)),
        "twenty empty pages": (tuple(empty), ()),
    }
    for name, (script, after) in rounds.items():
        for call in (listed, fetched):
            ends = wrong(ListingError, "listing stopped", after=after, method="GET", path=NUMBERS)
            yield Case(
                f"listing goes round: {name}, {call.__name__}", script, ends, "(GET ?){1,20}", calls=(call,)
            )


def broken_listings() -> Iterator[Case]:
    """Each page is a call of its own, with its own attempts and its own deadline."""
    one, two = "?page_token=PA1", "?page_token=PA2"
    for call in (listed, fetched):
        rows: dict[str, tuple[Script, Right | Wrong, str]] = {
            "faults between pages": (
                (page(0, after=one), resets(), page(1, after=two), says(said({}, 503)), page(2)),
                Right([A, B, C]),
                "GET GET GET GET GET",
            ),
            "a page that never comes": (
                (page(0, after=one), says(said({}, 500))),
                wrong(InternalServerError, after=(A,), attempts=3),
                "GET GET GET GET",
            ),
        }
        for name, (script, ends, asked) in rows.items():
            yield Case(f"{name}, {call.__name__}", script, ends, asked, calls=(call,))
        name, script = f"a page that stalls, {call.__name__}", (page(0, after=one), stalls())
        yield Case(name, script, wrong(APITimeoutError, after=(A,)), "(GET ?)+", calls=(call,), options=QUICK)
    right = Right([phone_number(WIRE[place]) for place in range(5)])
    slow = (*(_slow(place, f"?page_token=PS{place}") for place in range(4)), page(4))
    times = {"options": PATIENT | {"deadline": 1.0}, "least": 1.2, "within": 6.0}
    yield Case("pages slow together", slow, right, "GET GET GET GET GET", calls=(listed,), **times)


def _slow(place: int, after: str) -> Turn:
    body = said({"links": {"next": after}, "data": [WIRE[place]]})
    return says(body[:20], body[20:], apart=0.35)


ROWS = (next_pages, ends_of_listings, broken_listings)
