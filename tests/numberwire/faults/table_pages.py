"""Cases: pages that can't be read, as a whole or in part."""

from collections.abc import Iterator

from numberwire.errors import APIResponseValidationError, APIStatusError
from tests.numberwire.faults.answers import answer, said, text
from tests.numberwire.faults.case import Case, Right, wrong
from tests.numberwire.faults.table_listing import WIRE, A, B, C, listed, page, skipping
from tests.numberwire.faults.turns import says


def unreadable_pages() -> Iterator[Case]:
    """A page that is none is an error; a bad record is told by its place, and the others are kept."""
    for name, body in {
        "no data": {"links": {}},
        "data of null": {"data": None},
        "data of an object": {"data": {"0": WIRE[0]}},
        "links in a list": {"links": [], "data": []},
        "a list": [WIRE[0]],
    }.items():
        ends = wrong(APIResponseValidationError, status_code=200, position=None, attempts=1)
        yield Case(f"page of {name}", (says(said(body)),), ends, "GET", calls=(listed,))
    for name, body in {
        "an error": {"error": "not today"},
        "an error and data": {"error": "not today", "data": [], "links": {}},
        "an unknown error and data": {"error": {"reason": 17}, "data": [], "links": {}},
    }.items():
        yield Case(
            f"page of {name}",
            (says(said(body)),),
            wrong(APIStatusError, status_code=200),
            "GET",
            calls=(listed,),
        )
    one = "?page_token=PA1"
    bad = {"links": {"next": one}, "data": [WIRE[0], {"id": 5, "number": "+1"}, WIRE[1], {"number": "+1"}]}
    ends = wrong(
        APIResponseValidationError,
        "record 1 of the page",
        position=1,
        readable=(A, B),
        cursor="page_token=PA1",
        body=b'{"id": 5, "number": "+1"}',
        status_code=200,
    )
    yield Case("bad records, raised", (says(said(bad)), page(2)), ends, "GET", calls=(listed,))
    yield Case(
        "bad records, skipped", (says(said(bad)), page(2)), Right([A, B, C]), "GET GET", calls=(skipping,)
    )
    last = {"data": [{"id": None}]}
    yield Case("bad record alone, skipped", (says(said(last)),), Right([]), "GET", calls=(skipping,))
    script = (page(0, after=one), says(said(last)))
    ends = wrong(APIResponseValidationError, "record 0 of the page", position=0, cursor=None, after=(A,))
    yield Case("bad record on the last page", script, ends, "GET GET", calls=(listed,))
    nan = answer(200, b'{"data": [{"id": "1", "number": "+1", "new": NaN}]}')
    yield Case(
        "page with NaN",
        (says(nan),),
        wrong(APIResponseValidationError, status_code=200),
        "GET",
        calls=(listed,),
    )
    latin = answer(200, b'{"data": [{"id": "1", "number": "+1", "new": "\xff"}]}')
    yield Case(
        "page that is no UTF-8",
        (says(latin),),
        wrong(APIResponseValidationError, "UTF-8"),
        "GET",
        calls=(listed,),
    )


def repeated_keys() -> Iterator[Case]:
    """A key given twice makes what it stands in unreadable, in a small page and in a large one."""
    for size, more in (("small", WIRE[1:2]), ("large", WIRE[1:] * 200)):
        whole = text({"data": [WIRE[0], *more], "links": {"next": None}})
        for name, old, new in (
            ("in a record", b'"number": ', b'"number": "+12065559999", "number": '),
            ("in a record, within", b'"number": ', b'"new": {"a": 1, "a": 1}, "number": '),
        ):
            given = answer(200, whole.replace(old, new, 1))
            ends = wrong(APIResponseValidationError, "is given twice", position=0)
            yield Case(f"{size} page, a key twice {name}", (says(given),), ends, "GET", calls=(listed,))
        for name, old, new in (
            ("around the records", b'{"data": [', b'{"data": [], "data": ['),
            ("behind the records", b'"links": {', b'"data": [], "links": {'),
        ):
            given = answer(200, whole.replace(old, new, 1))
            ends = wrong(APIResponseValidationError, "'data' is given twice", position=None)
            yield Case(f"{size} page, a key twice {name}", (says(given),), ends, "GET", calls=(listed,))
    script = (says(answer(200, text({"data": WIRE[:2]}).replace(b'"id":', b'"id": "x", "id":', 1))),)
    yield Case("page with a key twice, skipped", script, Right([B]), "GET", calls=(skipping,))


ROWS = (unreadable_pages, repeated_keys)
