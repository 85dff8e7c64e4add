"""What parsers disagree on in an answer."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._ambiguity import (
    find_ambiguity,
    find_repeated_key,
    has_unique_keys,
    is_written_alike,
    note_absent_members,
    plain_members,
)


@pytest.mark.parametrize(
    ("content", "members"),
    [
        (b'{"a":1,"b":{"c":[1.5,"\xc3\xa9"]}}', {"a": 1, "b": {"c": [1.5, "é"]}}),
        (b"{}", {}),
        (b'{"a": 1}', None),
        (b'{"a":1,"a":1}', None),
        (b'{"b":{"a":1,"a":1}}', None),
        (b'{"a":1.0e2}', None),
        (b'[{"a":1}]', None),
        (b'{"a":NaN}', None),
        (b'{"a":"\xff"}', None),
        (b"[" * 100_000, None),
    ],
)
def test_plain_members(content, members):
    """Members are given where the text is written as it would be written again, and no other way."""
    assert plain_members(content) == members


class Box(msgspec.Struct):
    """A record."""

    id: str
    size: int | None = None
    of: str | None = None


@pytest.mark.parametrize(
    ("content", "is_alike"),
    [
        (b'{"id":"b","size":2}', True),
        (b'{"id":",\\"of\\":null","size":2}', True),
        (b'{"id":"b","size":null}', True),
        (b'{"id":"b","size":2,"of":null}', False),
        (b'{"id":"b","of":"c","size":2}', False),
        (b'{"id":"b","size":2,"size":2}', False),
        (b'{"size":2,"id":"b"}', False),
        (b'{"id":"b","size":2,"new":1}', False),
        (b'{"id":"b"}', False),
    ],
)
def test_written_alike(content, is_alike):
    """A record is alike if its members are those of the one before, once each, in the order of its class."""
    first = b'{"id":"a","size":1}'
    note_absent_members(Box("a", 1), {"id": "a", "size": 1}, first)
    assert is_written_alike(msgspec.json.decode(content, type=Box), content) is is_alike


@pytest.mark.parametrize("odd", [b'{"size":1,"id":"a"}', b'{"id":"a", "size":1}', b'{"id":"a","new":1}'])
def test_another_writing(odd):
    """Once a server writes in another way, each of its answers is looked at closely."""
    plain = b'{"id":"a"}'
    note_absent_members(Box("a"), {"id": "a"}, plain)
    assert is_written_alike(Box("a"), plain)
    members = msgspec.json.decode(odd)
    note_absent_members(msgspec.convert(members, Box), members, odd)
    assert not is_written_alike(Box("a"), plain)


RECORD = {"id": "a", "name": 'says "a": b', "box": {"of": [1]}}


@pytest.mark.parametrize(
    "content", [b"{}", b'{"a": 1, "b": {"a": 1}}', b'[{"a": 1}, {"a": 1}]', b'{"a": "a: a"}']
)
def test_unambiguous(content):
    """The same key in two objects, or in a text, is no repetition."""
    assert find_ambiguity(content) is find_repeated_key(content) is None


@pytest.mark.parametrize(
    ("content", "why", "repeated"),
    [
        (b'{"a": 1, "a": 1}', "the key 'a' is given twice", True),
        (b'{"a": 1, "\\u0061": 1}', "the key 'a' is given twice", True),
        (b'[{"b": [{"a" : 1, "a" : 2}]}]', "the key 'a' is given twice", True),
        (b'{"a": NaN}', "NaN is not valid JSON", False),
        (b"[" * 100_000, "it is nested too deeply", False),
    ],
)
def test_ambiguous(content, why, repeated):
    """What is ambiguous is said in words; a key given twice may be looked for alone."""
    assert find_ambiguity(content) == why
    assert find_repeated_key(content) == (why if repeated else None)


def page_of(count, separators=None, **links):
    """A page as a server writes it, with more text than is looked at whole."""
    records = [RECORD | {"name": "x" * (900 + 37 * place % 200)} for place in range(count)]
    return json.dumps({"data": records, "links": links}, separators=separators).encode()


@given(st.integers(80, 400), st.sampled_from([None, (",", ":")]))
def test_large_page(count, separators):
    """A large page of records of one kind needs no closer look, however it is written."""
    assert has_unique_keys(page_of(count, separators, next="?n=2"), count)


@pytest.mark.parametrize("repeated", ['"id": "b"', '"box": {"a": 1, "a": 2}', '"id" : 1, "new": 1'])
@pytest.mark.parametrize("others", [0, 200], ids=["the first record", "all records but the first"])
def test_repeated_key_in_a_large_page(repeated, others):
    """A large page whose first record gives a key twice, or whose other records do, needs a closer look."""
    flawed = f'{{"id": "a", "name": "{"x" * 1000}", {repeated}}}'
    plain = json.dumps(RECORD | {"name": "x" * 1000})
    records = [plain, *[flawed] * others] if others else [flawed, *[plain] * 200]
    content = f'{{"data": [{",".join(records)}], "links": null}}'.encode()
    assert not has_unique_keys(content, len(records))


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        (b'"links": {', b'"links": {}, "links": {', 200),
        (b'{"data": [', b'{"data": [], "data": [', 200),
        (b'"links": {', b'"data": [], "links": {', 0),
        (b'"links": {', b'"data": [{"id": "a"}], "links": {', 1),
        (b'"links": {', b'"links": {"next": 1, "next": 2, ', 200),
    ],
)
def test_repeated_key_around_the_records(old, new, count):
    """So does one that gives a key twice around its records, of whose lists the last is decoded."""
    content = page_of(200, next="?n=2")
    assert has_unique_keys(content, 200)
    assert not has_unique_keys(content.replace(old, new), count)
