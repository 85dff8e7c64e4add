"""Which operations a page describes, which API they are of, and which recorded page it succeeds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.docs.compare.match import (
    described_subject,
    is_successor,
    match_operations,
    predecessor_id,
)
from generator.docs.pages.paths import is_same_path
from generator.facts import Operation, Page
from generator.openapi.document import read_document
from generator.openapi.view import Subject

SPEC = Path(__file__).parents[1] / "documents" / "phone_numbers" / "spec"


@pytest.fixture(scope="module")
def signalwire():
    """The document with six operations."""
    return Subject(read_document(SPEC / "signalwire.yaml"))


@pytest.fixture(scope="module")
def routing():
    """The document with one."""
    return Subject(read_document(SPEC / "routing.yaml"))


def page(*operations, **known):
    """A page with these operations."""
    return Page("P", {one.name: one for one in operations}, **known)


REST = "/api/relay/rest/phone_numbers"


@pytest.mark.parametrize(
    ("heading", "method", "path", "name"),
    [
        ("List all Phone Numbers", "GET", REST, "list_phone_numbers"),
        ("Numbers", "GET", REST, "list_phone_numbers"),
        ("Purchase a Phone Number", None, None, "purchase_phone_number"),
        ("update", "PUT", None, "update_phone_number"),
        ("update", None, None, "update_phone_number"),
        ("Phone Numbers: update", None, None, "update_phone_number"),
        ("Search for available Phone Numbers to Purchase", None, None, "search_available_phone_numbers"),
        ("search_available_phone_numbers", None, None, "search_available_phone_numbers"),
        ("Whatever", "DELETE", f"{REST}/{{number}}", "release_phone_number"),
        ("get", None, None, "retrieve_phone_number"),
        ("Phone Numbers: create", None, None, "purchase_phone_number"),
        ("Phone numbers: delete", None, None, "release_phone_number"),
        ("releasePhoneNumber", None, None, "release_phone_number"),
        ("release-phone-number", None, "/v9/numbers/{id}", "release_phone_number"),
        ("Whatever", "GET", "/phone_numbers/search", "search_available_phone_numbers"),
    ],
)
def test_an_operation_is_found_by_its_call_or_its_words(heading, method, path, name, signalwire):
    """Method and path name an operation; without them the words of the heading do, articles and plurals aside."""
    matched = match_operations(page(Operation(heading, method, path)), signalwire)
    assert [(key, one.name) for key, one in matched.operations.items()] == [(name, name)]


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", f"{REST}/{{id}}"), ("PUT", "/api/v2/numbers/{id}"), ("PATCH", None)]
)
def test_an_operation_whose_call_changed_is_still_found(method, path, signalwire):
    """Where method or path is another one, the heading decides."""
    matched = match_operations(page(Operation("Update a Phone Number", method, path)), signalwire)
    assert list(matched.operations) == ["update_phone_number"]


@pytest.mark.parametrize(
    ("heading", "method", "path", "name"),
    [
        ("Send a Fax", "POST", "/api/fax", "send_fax"),
        ("update", "PUT", "/api/fax/{id}", "update"),
        ("Update", "PATCH", None, "update"),
        ("Update a Phone Number", "POST", "/api/fax", "update_phone_number_2"),
        ("Imported Phone Numbers: create", None, None, "create_imported_phone_numbers"),
        ("Delete a phone number's address", None, None, "delete_phone_number_s_address"),
        ("create", "POST", "/api/fax", "create"),
        ("assignDriver", None, None, "assign_driver"),
        ("Trucks: Paint your trucks", None, None, "paint_trucks"),
        ("...", None, None, "operation"),
    ],
)
def test_an_unknown_operation_keeps_its_heading(heading, method, path, name, signalwire):
    """An operation that the document hasn't is called by its heading, and never by the name of another one."""
    matched = match_operations(page(Operation(heading, method, path)), signalwire)
    assert list(matched.operations) == [name]


def test_two_headings_never_mean_one_operation(signalwire):
    """Of two operations that look alike, the likelier one is the document's; the other keeps its heading."""
    first, second = Operation("Update", "PUT"), Operation("Update a Phone Number", "PUT", f"{REST}/{{id}}")
    matched = match_operations(page(first, second), signalwire)
    assert list(matched.operations) == ["update", "update_phone_number"]


@pytest.mark.parametrize(
    ("one", "other", "mounted", "same"),
    [
        ("/pets/{id}", "/pets/{pet}/", False, True),
        ("/api/pets", "/pets", True, True),
        ("/api/pets", "/pets", False, False),
        ("/pets/{id}", "/{id}", True, False),
        ("/pets", "/cats", True, False),
        ("/fatpets", "pets", True, False),
    ],
)
def test_paths(one, other, mounted, same):
    """Paths are the same whatever their parameters are called, and perhaps wherever they are mounted."""
    assert is_same_path(one, other, mounted=mounted) is is_same_path(other, one, mounted=mounted) is same


@pytest.mark.parametrize(
    ("operation", "api"),
    [
        (Operation("update", "PUT"), "signalwire"),
        (Operation("update", "PATCH"), "routing"),
        (Operation("update", parts={"request": {"campaign_id": {}}}), "routing"),
        (Operation("Update routing on a phone number", "PATCH"), "routing"),
        (Operation("update"), None),
        (Operation("Send a Fax"), None),
        (Operation("List your phone numbers", "GET", "/v1/phone-numbers"), "routing"),
        (Operation("Order numbers", "POST", "/v1/phone-numbers/orders"), "routing"),
        (Operation("Assign an address", "POST", f"{REST}/{{id}}/e911_address"), "signalwire"),
        (Operation("Update a Phone Number", "PUT", "/phone_numbers/{id}"), "signalwire"),
        (Operation("Update a Phone Number", "PUT", "/v9/numbers/{id}"), None),
        (Operation("get"), "signalwire"),
    ],
)
def test_a_page_is_of_the_api_whose_operations_it_describes(operation, api, signalwire, routing):
    """The API is the one that the operations fit best; where none or two fit, nobody guesses."""
    found = described_subject(page(operation), [signalwire, routing])
    assert (found and found.document.path.stem) == api


@pytest.mark.parametrize("known", [{"digest": "3" * 64}, {"url": "https://docs.example/fax"}])
def test_a_page_that_fits_no_api_is_of_the_one_that_it_is_recorded_for(known, signalwire, routing, tmp_path):
    """Whoever said once of which API such a page is need not say so again."""
    recorded = {"title": "P", "layout": "glued", "operations": {"send_fax": {}}, **known}
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "routing.yaml").write_text(
        json.dumps({"pages": {"fax": recorded}}), encoding="utf-8"
    )
    spec = tmp_path / "routing.yaml"
    spec.write_bytes((SPEC / "routing.yaml").read_bytes())
    said = page(Operation("Send a Fax"), **known)
    assert described_subject(said, [signalwire, routing]) is None
    found = described_subject(said, [signalwire, Subject(read_document(spec))])
    assert found is not None
    assert found.document.path == spec


FIELDS = {"request": {"a": {}, "b": {}}}
KNOWN = {
    "by-hand": page(Operation("o", parts=FIELDS), Operation("p")),
    "first": page(Operation("o", parts=FIELDS), layout="glued", url="https://a.example", digest="1" * 64),
    "second": page(Operation("o"), Operation("p"), Operation("q"), layout="stacked", digest="2" * 64),
}


@pytest.mark.parametrize(
    ("new", "named", "found"),
    [
        pytest.param(page(Operation("x")), "second", "second", id="named"),
        pytest.param(page(Operation("p"), layout="x", digest="1" * 64), None, "first", id="digest"),
        pytest.param(page(Operation("p"), layout="x", url="https://a.example"), None, "first", id="url"),
        pytest.param(page(Operation("o"), Operation("p"), layout="stacked"), None, "second", id="layout"),
        pytest.param(
            page(Operation("o", parts=FIELDS), layout="x"), None, "first", id="most fields in common"
        ),
        pytest.param(page(Operation("o"), Operation("q"), layout="x"), None, "second", id="most operations"),
        pytest.param(page(Operation("x"), layout="stacked"), None, None, id="nothing in common"),
    ],
)
def test_a_page_is_held_against_the_recorded_page_that_is_likest(new, named, found):
    """By name, digest, URL, layout and operations, or the most in common; never against what was noted by hand."""
    assert predecessor_id(new, KNOWN, named) == found


@pytest.mark.parametrize(
    ("new", "same"),
    [
        (page(Operation("p"), digest="2" * 64), True),
        (page(Operation("p"), Operation("q"), layout="stacked"), True),
        (page(Operation("p"), layout="stacked"), False),
        (page(Operation("o"), Operation("p"), Operation("q"), layout="inline"), False),
    ],
)
def test_when_two_pages_are_one(new, same):
    """The same digest, or the same layout and half of the operations, make one page at two times."""
    assert is_successor(new, KNOWN["second"]) is same
