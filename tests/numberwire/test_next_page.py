"""Which page comes next, by what a page says of it."""

from types import SimpleNamespace

import msgspec
import pytest

from numberwire._next_page import PageTurner
from numberwire._report import Report
from numberwire._response import Response
from numberwire._steps import CallResult
from numberwire.definition import Definition, NextPage
from numberwire_api import Operation


class Record(msgspec.Struct):
    """A record of a page."""

    id: str | None


BASE = "https://api.example.com/v1"
LISTING = Operation(
    id="list", method="GET", path="/a b", answer=dict, query=(("state", ["x", "y"]), ("cursor", None))
)


def turn(page, place=("next",), parameter="", more="", address=""):
    """Take one page; return the target of the next one, and why the listing ends."""
    turner = PageTurner(
        LISTING,
        Definition(name="a", next_pages={"list": NextPage(place, parameter, more)}, address=address),
        BASE,
    )
    report = Report(LISTING.request(), 1, Response(200), lambda content: content, lambda: 0.0)
    assert turner.take_page(CallResult(page, Response(200), page, report)) is page
    return turner.operation and turner.operation.request().target, turner.end


@pytest.mark.parametrize(
    ("mark", "target"),
    [
        ("?page=2", "/a%20b?page=2"),
        ("/v1/a%20b?page=2&q=%C3%A9", "/a%20b?page=2&q=%C3%A9"),
        (f"{BASE}/a%20b?page=2", "/a%20b?page=2"),
        ("", None),
        (None, None),
    ],
)
def test_links(mark, target):
    """A link is followed whole, relative or not; an empty one ends the listing well."""
    assert turn(SimpleNamespace(next=mark)) == (target, None)


@pytest.mark.parametrize(
    "link",
    [
        "https://api.example.org/v1/a%20b?page=2",
        "http://api.example.com/v1/a%20b?page=2",
        "/a%20b?page=2",
        "//elsewhere.example.com/v1/a%20b?page=2",
        "https://[/a",
        "",
    ],
)
def test_links_elsewhere(link):
    """A link to another scheme, host or path is not followed, and the listing says so."""
    target, end = turn(SimpleNamespace(next=link))
    assert target is None
    assert (end is None) is (link == "")


@pytest.mark.parametrize(
    ("link", "is_followed"),
    [
        ("/v2/a%20b?page=2", True),
        ("https://shop.example.com/v2/a%20b?page=2", True),
        ("/v1/a%20b?page=2", True),
        ("/a%20b?page=2", False),
        ("/v2/b?page=2", False),
    ],
)
def test_links_behind_a_gateway(link, is_followed):
    """A link to the path that the API has at its own address is followed at another one."""
    page = SimpleNamespace(next=link)
    target, end = turn(page, address="https://shop.example.com/v2")
    assert (target, end is None) == (("/a%20b?page=2", True) if is_followed else (None, False))


@pytest.mark.parametrize(
    ("mark", "target"), [("b+/", "cursor=b%2B%2F"), (7, "cursor=7"), ("?cursor=c", "cursor=c")]
)
def test_cursors(mark, target):
    """A cursor joins the other parameters; what is a link all the same is followed as one."""
    following, end = turn(SimpleNamespace(meta=SimpleNamespace(cursor=mark)), ("meta", "cursor"), "cursor")
    assert end is None
    others = "" if mark == "?cursor=c" else "state=x&state=y&"
    assert following == f"/a%20b?{others}{target}"


def test_the_last_page():
    """A page that says that there is no more ends the listing, whatever its cursor."""
    page = SimpleNamespace(next="c", has_more=False)
    assert turn(page, parameter="cursor", more="has_more") == (None, None)


def test_records_again():
    """Records that came on an earlier page end the listing with an error; those without an id may be alike."""
    next_page = NextPage(("next",), "cursor", records="items")
    report = Report(LISTING.request(), 1, Response(200), lambda content: content, lambda: 0.0)

    def end_of(*pages):
        turner = PageTurner(LISTING, Definition(name="a", next_pages={"list": next_page}), BASE)
        for place, items in enumerate(pages):
            page = SimpleNamespace(next=f"c{place}", items=items)
            turner.take_page(CallResult(page, Response(200), page, report))
        return turner.end and str(turner.end)

    first, second = [Record("a")], [Record("b")]
    assert end_of(first, second) is None
    assert "the records of an earlier page came again" in end_of(first, second, first)
    assert end_of([0], [0], [], [], [Record(None)], [Record(None)]) is None


def test_a_circle():
    """A link to the page itself ends the listing with an error."""
    target, end = turn(SimpleNamespace(next="?state=x&state=y"))
    assert target is None
    assert "read already" in str(end)
