"""What the spec and the checks hold, as a page that denies what neither says."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.docs.compare.spec_facts import spec_page
from generator.facts import FACTS, Kind
from generator.openapi.document import read_document
from generator.openapi.view import Subject

SPEC = Path(__file__).parents[1] / "documents" / "phone_numbers" / "spec"
RULES = {fact: None for fact, kind in FACTS.items() if kind is Kind.RULE and fact != "unread"}
UNLIMITED = dict.fromkeys(("enum", "format", "minimum", "maximum", "minLength", "maxLength", "pattern"))
PLAIN = {"type": "string", "required": False, "nullable": False, "deprecated": False, **UNLIMITED}


@pytest.fixture(scope="module")
def held():
    """What is held of both APIs, by name."""
    paths = {name: SPEC / f"{name}.yaml" for name in ("signalwire", "routing")}
    return {name: spec_page(Subject(read_document(path))) for name, path in paths.items()}


def field(page, operation, part, name):
    """What a page says of a field."""
    return page.operations[operation].parts[part][name]


def test_a_field_that_is_sent(held):
    """Its type and marks are the schema's, its rules those of the checks; whatever neither says is None."""
    assert field(held["signalwire"], "update_phone_number", "request", "call_relay_topic") == {
        **PLAIN,
        **RULES,
        "default": None,
        "usedWith": {"call_handler": ["relay_topic"]},
        "requiredWith": {"call_handler": ["relay_topic"]},
        "aliasOf": ["call_relay_application", "call_relay_context"],
        "yieldsTo": ["call_relay_application"],
    }


def test_a_deprecated_field(held):
    """It has the replacement that the check names."""
    assert field(
        held["signalwire"], "update_phone_number", "request", "call_relay_context_status_callback_url"
    ) == {
        **PLAIN,
        **RULES,
        "default": None,
        "deprecated": True,
        "usedWith": {"call_handler": ["relay_context"]},
        "replacedBy": ["call_relay_topic_status_callback_url"],
    }


def test_a_field_that_is_sent_takes_no_value_of_answers(held):
    """Of an enum's values those that only answers carry are not taken."""
    sent, answered = (
        field(held["signalwire"], "update_phone_number", part, "call_handler")["enum"]
        for part in ("request", "response")
    )
    told = read_document(SPEC / "signalwire.yaml").data["components"]["schemas"]["CallHandler"]["x-values"]
    assert answered == list(told)
    assert sent == [value for value in told if not told[value].get("answers-only")]
    assert len(sent) < len(answered)


def test_a_field_that_is_answered(held):
    """It may be null, and has neither default nor rules: both are about what is sent."""
    assert field(held["signalwire"], "retrieve_phone_number", "response", "call_receive_mode") == {
        **PLAIN,
        "nullable": True,
        "enum": ["voice", "fax"],
    }


def test_parameters(held):
    """A parameter has its own mark, a pattern that counts characters is a limit, and checks tie it to others."""
    page = held["signalwire"]
    assert field(page, "search_available_phone_numbers", "query", "starts_with") == {
        **PLAIN,
        **RULES,
        "default": None,
        "pattern": "^[0-9]{3,7}$",
        "minLength": 3,
        "maxLength": 7,
        "excludes": ["contains", "ends_with"],
    }
    assert field(page, "search_available_phone_numbers", "query", "city")["needs"] == ["region"]
    assert field(page, "retrieve_phone_number", "path", "id") == {
        **PLAIN,
        **RULES,
        "default": None,
        "required": True,
        "format": "uuid",
    }


def test_what_objects_and_lists_hold(held):
    """A dot leads into objects and the items of lists, and every part is there, be it empty."""
    page = held["signalwire"]
    assert list(page.operations["list_phone_numbers"].parts["response"])[:8] == [
        "links",
        "links.self",
        "links.first",
        "links.next",
        "links.prev",
        "data",
        "data.id",
        "data.number",
    ]
    assert dict(page.operations["release_phone_number"].parts) == {
        "path": page.operations["release_phone_number"].parts["path"],
        "query": {},
        "header": {},
        "request": {},
        "response": {},
    }


def test_a_field_of_two_types_has_none(held):
    """Where a field may be a list or an object, its type is not stated."""
    said = field(held["signalwire"], "search_available_phone_numbers", "response", "data.capabilities")
    assert "type" not in said
    assert said["enum"] == ["voice", "fax", "sms", "mms"]


def test_clearing_and_prefixes(held):
    """An empty example says that the empty string clears a field, and a check what its value starts with."""
    told = {
        name: (said["prefix"], said["clearable"], said["nullable"])
        for name, said in held["routing"].operations["update_phone_number_routing"].parts["request"].items()
    }
    assert told == {
        "inbound_url": ("https://", True, True),
        "status_url": ("https://", True, True),
        "label": (None, True, True),
        "campaign_id": (None, False, True),
    }


def test_the_operation_itself(held):
    """Method, path and statuses are the document's, errors have their bodies, and the scheme is named."""
    page = held["signalwire"]
    release = page.operations["release_phone_number"]
    assert (release.method, release.path) == ("DELETE", "/api/relay/rest/phone_numbers/{id}")
    assert release.statuses == ("204", "401", "403", "404", "422", "429", "500")
    assert list(page.errors) == ["400", "401", "403", "404", "422", "429", "500"]
    assert list(page.errors["404"]) == ["error"]
    assert page.security == {"scheme": "basic"}
