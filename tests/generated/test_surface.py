"""The generated package from outside: what it exports, how it prints, how its values travel."""

import copy
import importlib
import pickle
import re
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire_api import Model, OpenEnum
from numberwire_api.signalwire import CallHandler, PhoneNumber, PhoneNumberUpdate
from numberwire_api.signalwire.phone_numbers import (
    list_phone_numbers,
    release_phone_number,
    retrieve_phone_number,
    update_phone_number,
)

PATH = "/api/relay/rest/phone_numbers"


@pytest.mark.parametrize("name", ["numberwire_api", "numberwire_api.signalwire", "numberwire_api.routing"])
def test_exports(name):
    """A package exports what it says, each model among it, and each module of operations."""
    module = importlib.import_module(name)
    assert [one for one in module.__all__ if not hasattr(module, one)] == []
    models = getattr(module, "models", None)
    assert set(getattr(models, "__all__", [])) <= set(module.__all__)


def test_value():
    """A model is compared by its fields, hashes, prints, copies and pickles, and does not change."""
    number = PhoneNumber(id="1", number="+12065550123", call_handler=CallHandler("newer"))
    again = pickle.loads(pickle.dumps(number))  # noqa: S301 a pickle of our own
    assert again == copy.copy(number) == number
    assert {number, again} == {number}
    assert isinstance(number, Model)
    assert type(again.call_handler) is CallHandler
    with pytest.raises(AttributeError):
        number.name = "Desk"


def test_hashable():
    """A number as it is received can be put into a set, and no part of it can be changed."""
    content = b'{"id": "1", "number": "+12065550123", "capabilities": ["voice", "newer"]}'
    number = msgspec.json.decode(content, type=PhoneNumber)
    assert {number, msgspec.json.decode(content, type=PhoneNumber)} == {number}
    assert number.capabilities == ("voice", "newer")
    assert msgspec.json.decode(msgspec.json.encode(number)) == {
        **dict.fromkeys(PhoneNumber.__struct_fields__),
        **msgspec.json.decode(content),
    }


def test_unset():
    """What a request's model is not given is not sent, and what it is given is."""
    assert msgspec.json.encode(PhoneNumberUpdate()) == b"{}"
    assert msgspec.json.encode(PhoneNumberUpdate(name="")) == b'{"name":""}'


@given(st.text())
def test_open_enum(text):
    """Any text is a value of an enum of answers: equal to the text, and sent as it came."""
    value = msgspec.json.decode(msgspec.json.encode(text), type=CallHandler)
    assert isinstance(value, OpenEnum)
    assert (value, str(value), msgspec.json.encode(value)) == (text, text, msgspec.json.encode(text))
    assert hash(value) == hash(text)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 a pickle of our own


def test_known_enum():
    """A known text is the one member there is; what is no text is no value."""
    assert CallHandler("video_room") is CallHandler.video_room
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b"7", type=CallHandler)


def test_target():
    """What stands in a path or a query is percent-encoded; None is not sent."""
    assert retrieve_phone_number("a b+c%2F?#é").request().target == f"{PATH}/a%20b%2Bc%252F%3F%23%C3%A9"
    asked = list_phone_numbers(filter_name="a&b=c d", page_size=5).request()
    assert asked.target == f"{PATH}?filter_name=a%26b%3Dc%20d&page_size=5"
    assert list_phone_numbers().request().target == PATH


def segment_of(text):
    """What an id becomes in a path; None where it is refused."""
    try:
        target = release_phone_number(text).request().target
    except ValueError:
        return None
    assert target.startswith(f"{PATH}/")
    return target.removeprefix(f"{PATH}/")


@given(st.text() | st.text("./\\%\x00\x7fa\u2028\udc80", max_size=4))
def test_path_parameter(text):
    """An id is refused where it would change the path, and else one segment of it that says nothing but the id."""
    refused = text in ("", ".", "..") or re.search(r"[/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text)
    assert segment_of(text) == (None if refused else quote(text, safe=""))


def test_refused_parameter():
    """A refusal names the parameter, and does not show it."""
    with pytest.raises(ValueError, match="the path parameter 'id'") as caught:
        retrieve_phone_number("../secret").request()
    assert "secret" not in str(caught.value)


def test_hidden():
    """Neither an operation nor its request shows its body or headers."""
    operation = update_phone_number("1", PhoneNumberUpdate(name="secret"))
    assert "secret" not in repr([operation, operation.request()])
