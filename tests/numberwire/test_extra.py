"""The members of an answer for which its model has no field, and a record as a dict, as JSON, as a row."""

import copy
import json
import pickle

import pytest

from numberwire._answer import read_answer
from numberwire._response import Response
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire.models import PhoneNumber
from numberwire_api.signalwire.phone_numbers import list_phone_numbers
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

NEWER = {**RECORD, "flavour": "sweet", "toppings": [1, {"a": None}]}
EXTRA = {"flavour": "sweet", "toppings": [1, {"a": None}]}


@pytest.mark.parametrize("call", ["get", "update", "purchase"])
def test_extra(kind, call):
    """What is newer than the model is kept and readable; a record without such members has none."""
    arguments = {"get": (ID,), "update": (ID,), "purchase": (NUMBER,)}[call]
    keywords = {"name": "Desk"} if call == "update" else {}
    client = kind.rest(Script(said(NEWER), said(RECORD)))
    newer, plain = (
        kind.drive(client, lambda one: getattr(one.phone_numbers, call)(*arguments, **keywords))
        for _ in range(2)
    )
    assert (newer.extra, plain.extra) == (EXTRA, {})
    assert isinstance(newer, PhoneNumber)
    assert type(plain) is PhoneNumber


def test_extra_of_a_listing(kind):
    """In a listing each record has its own."""
    server = Script(said({"data": [RECORD, NEWER, {**RECORD, "flavour": "sour"}]}))
    numbers = kind.gather(kind.rest(server).phone_numbers.list())
    assert [number.extra for number in numbers] == [{}, EXTRA, {"flavour": "sour"}]


def test_extra_beside_what_cannot_be_read(kind):
    """A page of which a record can't be read keeps those of the others."""
    server = Script(said({"data": [{"id": 7}, NEWER]}))
    [number] = kind.gather(kind.rest(server).phone_numbers.list(errors="skip"))
    assert number.extra == EXTRA


@pytest.mark.parametrize("has_extra", [True, False])
def test_extra_of_a_large_page(has_extra):
    """Of a large page the first record tells whether there are any."""
    records = [{**(NEWER if has_extra else RECORD), "id": f"{place:0200}"} for place in range(600)]
    reading = read_answer(SIGNALWIRE, list_phone_numbers(), said({"data": records}))
    assert {json.dumps(number.extra) for number in reading.envelope.data} == {
        json.dumps(EXTRA if has_extra else {})
    }


def test_extra_in_an_envelope(kind):
    """In an envelope they are those of the record."""
    server = Script(said({"success": True, "data": NEWER, "meta": {}}))
    number = kind.drive(kind.routing(server), lambda one: one.phone_numbers.update(ID, label="Desk"))
    assert number.extra == EXTRA


def test_extra_of_an_offer(kind):
    """A number for sale keeps them, too."""
    server = Script(said({"data": [{"number": NUMBER, "flavour": "sweet"}]}))
    [offer] = kind.drive(kind.rest(server), lambda one: one.phone_numbers.search())
    assert offer.extra == {"flavour": "sweet"}


def test_a_record_with_extra_is_a_value(kind):
    """It is compared, hashed, pickled and copied as any other record."""
    client = kind.rest(Script(said(NEWER), said(NEWER), said({**NEWER, "flavour": "sour"})))
    first, same, other = (kind.drive(client, lambda one: one.phone_numbers.get(ID)) for _ in range(3))
    assert (first == same, first == other) == (True, False)
    assert len({first, same, other}) == 2
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301 our own
    assert copy.deepcopy(first) == first


def test_to_dict_and_json(kind):
    """A record is JSON's values by the API's names: what came, with null for what is missing."""
    answer = {**NEWER, "capabilities": ["voice", "newer"], "created_at": "2026-01-02T03:04:05Z", "name": None}
    number = kind.drive(kind.rest(Script(said(answer))), lambda one: one.phone_numbers.get(ID))
    members = number.to_dict()
    assert {name: members[name] for name in answer} == answer
    assert set(members) - set(answer) == set(PhoneNumber.__struct_fields__) - set(answer)
    assert json.loads(json.dumps(members)) == members
    assert json.loads(number.to_json()) == members


def test_repr():
    """What is not set is left out."""
    assert repr(PhoneNumber(id=ID, number=NUMBER)) == f"PhoneNumber(id='{ID}', number='{NUMBER}')"


def test_tables(kind):
    """In a notebook a record, a page and what a search found are tables of what is set, with every text escaped."""
    record = {**RECORD, "name": "<b>", "capabilities": ["voice", "sms"]}
    client = kind.rest(Script(said(record), said({"data": [record]})))
    number = kind.drive(client, lambda one: one.phone_numbers.get(ID))
    expected = (
        "<table><thead><tr><th>id</th><th>number</th><th>name</th><th>capabilities</th></tr></thead><tbody>"
        f"<tr><td>{ID}</td><td>{NUMBER}</td><td>&lt;b&gt;</td><td>voice, sms</td></tr></tbody></table>"
    )
    [page] = kind.gather(client.phone_numbers.list().pages())
    assert number._repr_html_() == expected
    assert page._repr_html_() == expected
    offers = kind.drive(kind.rest(Script(said({"data": [RECORD]}))), lambda one: one.phone_numbers.search())
    assert "<th>number</th>" in offers._repr_html_()


def test_no_answer_is_broken_by_its_members():
    """Whatever an answer holds beside the record, it is read."""
    content = b'{"id": "a", "number": "b", "deep": ' + b"[" * 50 + b"]" * 50 + b"}"
    reading = read_answer(
        SIGNALWIRE, list_phone_numbers(), Response(200, (), b'{"data": [' + content + b"]}")
    )
    assert reading.envelope.data[0].extra.keys() == {"deep"}
