"""What holds for every listing, however it is cut into pages and wherever it goes round in circles."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from numberwire._paging import Pager, cursor_query
from numberwire._report import Report
from numberwire._response import Response
from numberwire._steps import CallResult
from numberwire_api import Operation, Request
from numberwire_api.signalwire.models import PageLinks, PhoneNumber, PhoneNumberPage

BASE = "https://api.example.com"
LIST = Operation(id="list", method="GET", path="/numbers", answer=PhoneNumberPage, query=(("page_size", 5),))
GOT = Response(200)
REPORT = Report(Request("GET", "/numbers"), 1, GOT, lambda content: content, lambda: 0.0)


def number(place):
    """The record at this place of a listing."""
    return PhoneNumber(id=str(place), number=f"+1206555{place % 10_000:04}")


def token_of(operation):
    """The page that an operation asks for."""
    return int(dict(operation.query).get("page_token", 0))


def records_of(pager, answer):
    """All records of a listing that is answered so, and the cursor after each page."""
    found, cursors = [], []
    while pager.operation is not None:
        page = pager.take_page(answer(token_of(pager.operation)))
        found += page.data
        cursors.append(page.cursor)
    return found, cursors


def paged(pages):
    """Answers a listing with these pages."""

    def answer(token):
        following = f"/numbers?page_token={token + 1}" if token + 1 < len(pages) else None
        return CallResult(
            PhoneNumberPage(data=pages[token], links=PageLinks(next=following)), GOT, report=REPORT
        )

    return answer


@st.composite
def splits(draw):
    """Records, each another one, cut into pages; fewer than twenty empty ones in a row."""
    sizes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=30))
    pages, place, empty = [], 0, 0
    for size in sizes:
        empty = 0 if size else empty + 1
        kept = size if empty < 20 else 1
        empty = 0 if kept else empty
        pages.append([number(place + step) for step in range(kept)])
        place += kept
    return pages


@given(splits())
def test_any_split(pages):
    """Whatever pages a listing comes in, empty ones too, its records come in order, none lost and none twice."""
    found, cursors = records_of(Pager(LIST, BASE), paged(pages))
    assert found == [record for page in pages for record in page]
    assert len(cursors) == len(pages)


@given(splits(), st.data())
def test_resumed(pages, data):
    """From the cursor of any page a listing goes on with exactly the records that come after that page."""
    _, cursors = records_of(Pager(LIST, BASE), paged(pages))
    place = data.draw(st.integers(0, len(cursors) - 1))
    if cursors[place] is None:
        assert place == len(pages) - 1
        return
    resumed = Operation(
        id="list", method="GET", path="/numbers", answer=None, query=cursor_query(cursors[place])
    )
    found, _ = records_of(Pager(resumed, BASE), paged(pages))
    assert found == [record for page in pages[place + 1 :] for record in page]


def circle(tail, length):
    """Answers a listing that goes round: after `tail` pages, `length` pages come again and again."""

    def answer(token):
        following = token + 1 if token + 1 < tail + length else tail
        links = PageLinks(next=f"?page_token={following}")
        return CallResult(PhoneNumberPage(data=[number(token)], links=links), GOT, report=REPORT)

    return answer


def follow(pager, answer, most):
    """Take so many pages of a listing, or fewer where it ends before."""
    taken = 0
    while taken < most and pager.operation is not None:
        pager.take_page(answer(token_of(pager.operation)))
        taken += 1
    return taken


@given(st.integers(1, 200), st.integers(1, 200))
def test_any_circle(tail, length):
    """A listing that goes round ends with its first page that leads to one already read; no page comes twice."""
    pager = Pager(LIST, BASE)
    assert follow(pager, circle(tail, length), 1000) == tail + length
    assert "already read" in str(pager.end)


@given(st.integers(1, 30), st.integers(1, 30))
def test_any_circle_of_records(tail, length):
    """A listing whose records come round under ever new cursors ends with its first page that came before."""

    def answer(token):
        place = token if token < tail else tail + (token - tail) % length
        links = PageLinks(next=f"?page_token={token + 1}")
        return CallResult(PhoneNumberPage(data=[number(place)], links=links), GOT, report=REPORT)

    pager = Pager(LIST, BASE)
    assert follow(pager, answer, 1000) == tail + length + 1
    assert pager.operation is None


def test_bounded_memory():
    """What a listing remembers does not grow without end with the number of its pages."""
    pager, answer = Pager(LIST, BASE), circle(10**9, 1)
    follow(pager, answer, 1)
    for detector in (pager._cursors, pager._contents):
        detector._seen.update(range(5_000))
    tracemalloc.start()
    follow(pager, answer, 500)  # fills the caches of urllib.parse, which are bounded
    before = tracemalloc.get_traced_memory()[0]
    follow(pager, answer, 1500)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000
