"""The table of rules refers to what the generated package has, and to all of it that has a rule."""

import ast
import inspect
from pathlib import Path

import pytest

from numberwire.signalwire import rules
from numberwire.signalwire.checks import CHECKS
from numberwire_api.signalwire import models, phone_numbers

RULES = rules.RULES
FIELDS = {
    "update_phone_number": set(models.PhoneNumberUpdate.__struct_fields__),
    "purchase_phone_number": set(models.PhoneNumberPurchase.__struct_fields__),
    "search_available_phone_numbers": set(
        inspect.signature(phone_numbers.search_available_phone_numbers).parameters
    ),
}
ENUMS = {
    "call_handler": models.CallHandler,
    "message_handler": models.MessageHandler,
    "number_type": models.AvailableNumberType,
}
each = pytest.mark.parametrize("row", RULES, ids=lambda row: row["check"])


def named(row):
    """Every field that a row names."""
    parameters = row.get("parameters", {})
    yield from row.get("fields", ())
    yield from row.get("values", {})
    yield from parameters
    for handlers in parameters.values():
        for names in handlers.values():
            yield from names


@each
def test_fields(row):
    """Each field that a row names is one of its operation's."""
    assert set(named(row)) <= FIELDS[row["operation"]]


@each
def test_values(row):
    """Each value that a row names is one of its field's."""
    found = {**row.get("values", {}), **row.get("parameters", {})}
    for field, values in found.items():
        assert set(values) <= {member.value for member in ENUMS[field]}


@each
def test_sourced(row):
    """Each row says its rule in words, and on which page it stands."""
    assert row["rule"]
    assert row["page"] in {
        "Phone Numbers, REST API reference",
        "Purchase a Phone Number",
        "REST client: update",
    }


@each
def test_replacements(row):
    """What replaces a deprecated field or value is a field or a value itself."""
    fields = FIELDS[row["operation"]]
    values = {member.value for field in row.get("values", {}) for member in ENUMS[field]}
    assert set(row.get("instead", ())) <= (fields if "fields" in row else values)


def test_every_settable_value():
    """Every handler of the spec can be set, with parameters, or is one that only answers carry."""
    answers_only = set(rules.rows("settable-handler")[0]["values"]["call_handler"])
    assert set(rules.CALL_HANDLERS) | answers_only == {member.value for member in models.CallHandler}
    assert not set(rules.CALL_HANDLERS) & answers_only
    assert set(rules.MESSAGE_HANDLERS) == {member.value for member in models.MessageHandler}


def owned():
    """The parameters of all handlers, in the tables' order."""
    tables = (rules.CALL_HANDLERS, rules.MESSAGE_HANDLERS)
    return [name for table in tables for names in table.values() for name in names]


def test_every_parameter():
    """Every handler has a parameter, and none of them belongs to two handlers or to any."""
    assert all(names for table in (rules.CALL_HANDLERS, rules.MESSAGE_HANDLERS) for names in table.values())
    assert len(owned()) == len(set(owned()))
    assert not {"name", "call_handler", "call_receive_mode", "message_handler"} & set(owned())


def test_every_url_and_method():
    """Every parameter of a handler whose name says so is checked as a URL, or as an HTTP method."""
    assert {name for name in owned() if name.endswith("_url")} == set(rules.rows("url")[0]["fields"])
    assert {name for name in owned() if name.endswith("_method")} == set(
        rules.rows("http-method")[0]["fields"]
    )


def test_aliases():
    """Of fields that name the same thing the application is the one that the server takes."""
    assert rules.ALIASES == (
        ("call_relay_application", "call_relay_topic", "call_relay_context"),
        ("message_relay_application", "message_relay_topic", "message_relay_context"),
    )


def test_mistaken_names():
    """The names that guides use are none that the server knows, and stand for ones that it does."""
    known = FIELDS["search_available_phone_numbers"]
    assert not set(rules.MISTAKEN) & known
    assert set(rules.MISTAKEN.values()) <= known


def test_every_row_is_checked():
    """Each row of the table is a check, under its name, for its operation."""
    assert [(check.name, check.operation) for check in CHECKS] == [
        (row["check"], row["operation"]) for row in RULES
    ]


def test_literal():
    """The table can be read without importing it."""
    tree = ast.parse(Path(rules.__file__).read_text(encoding="utf-8"))
    [value] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "RULES"
    ]
    assert ast.literal_eval(value) == RULES
