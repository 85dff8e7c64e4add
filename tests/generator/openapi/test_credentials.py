"""The credentials that the security requirements of a document ask for, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.openapi.credentials import credentials_of, shared_credentials
from generator.openapi.document import Document
from generator.openapi.view import Subject

SCHEMES = {
    "account": {"type": "http", "scheme": "Basic"},
    "token": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Farm-Key"},
    "login": {"type": "oauth2", "flows": {}},
    "alias": {"$ref": "#/components/securitySchemes/account"},
}


def subject_of(own=None, whole=None, schemes=SCHEMES) -> Subject:
    """The view of a document with one operation, with requirements of its own and of the document."""
    operation = {"responses": {}} | ({} if own is None else {"security": own})
    data = {"paths": {"/cows": {"get": operation}}, "components": {"securitySchemes": schemes}}
    return Subject(Document(Path("farm.yaml"), data | ({} if whole is None else {"security": whole})))


@pytest.mark.parametrize(
    ("own", "whole", "expected"),
    [
        (None, [{"account": []}], {"scheme": "basic"}),
        ([{"token": []}], [{"account": []}], {"scheme": "bearer"}),
        ([], [{"account": []}], {"scheme": "none"}),
        ([{"alias": []}], None, {"scheme": "basic"}),
        ([{"token": []}, {"account": []}], None, {"scheme": "basic or bearer"}),
        ([{}, {"token": []}], None, {"scheme": "bearer or none"}),
        ([{"key": [], "account": []}], None, {"scheme": "apikey and basic", "key": "X-Farm-Key in header"}),
        ([{"login": ["milk", "feed"]}], None, {"scheme": "oauth2", "scope": "feed, milk"}),
        ([{"login": []}], None, {"scheme": "oauth2", "scope": "none"}),
        ([{"token": ["milk"]}, {"token": ["feed"]}], None, {"scheme": "bearer", "scope": "feed or milk"}),
        ([{"Unknown": []}], None, {"scheme": "unknown"}),
        (None, None, {}),
    ],
)
def test_each_way_of_a_requirement_is_stated(own, whole, expected):
    """Alternatives, several at once, none at all, keys and scopes are told apart; an operation's own count first."""
    subject = subject_of(own, whole)
    assert credentials_of(subject, *subject.operations) == expected


def test_the_only_scheme_is_meant_where_no_requirement_is_written():
    """Of several schemes without a requirement none is guessed."""
    one = subject_of(schemes={"token": SCHEMES["token"]})
    assert credentials_of(one, *one.operations) == credentials_of(one) == {"scheme": "bearer"}


@pytest.mark.parametrize(
    ("each", "whole", "expected"),
    [
        (
            [{"scheme": "basic"}, {"scheme": "basic", "scope": "milk"}],
            {},
            {"scheme": "basic", "scope": "milk"},
        ),
        ([{"scheme": "basic"}, {"scheme": "none"}], {"scheme": "basic"}, {"scheme": "basic"}),
        ([{"scheme": "none"}, {"scheme": "basic"}, {"scheme": "basic"}], {}, {"scheme": "basic"}),
        ([{"scheme": "basic"}], {"scheme": "none"}, {"scheme": "basic"}),
    ],
)
def test_what_operations_share_holds_before_what_the_document_says(each, whole, expected):
    """Where operations differ the document's own requirement counts, and without one what most of them need."""
    assert shared_credentials(each, whole) == expected
