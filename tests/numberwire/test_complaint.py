"""The shapes of error bodies, and how little is built of a large one."""

import tracemalloc

import msgspec
import pytest

from numberwire._complaint import Complaint, first_entries, has_content, read_complaint, read_text
from numberwire.errors import FieldError


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b'{"error": "no such door"}', [FieldError(None, "no such door")]),
        (
            b'{"error": {"code": "closed", "message": "it is closed"}}',
            [FieldError("closed", "it is closed")],
        ),
        (
            b'{"errors": [{"detail": "too short", "status": "422", "title": "Invalid", "code": "invalid"}]}',
            [FieldError("invalid", "too short")],
        ),
        (
            b'{"errors": [{"type": "t", "code": "c", "message": "m", "attribute": "width", "url": "u"}]}',
            [FieldError("c", "m", "width")],
        ),
        (
            b'{"errors": [{"title": "Too long", "field": "height"}, "no paint", {"code": "c"}]}',
            [FieldError(None, "Too long", "height"), FieldError(None, "no paint"), FieldError("c", "c")],
        ),
        (b'{"errors": {"code": "c", "message": "m"}}', [FieldError("c", "m")]),
        (b'{"errors": "all wrong"}', [FieldError(None, "all wrong")]),
        (b'{"error": "no", "errors": []}', [FieldError(None, "no")]),
        (b'{"error": {"reason": 17}}', []),
        (b'{"error": true}', []),
        (b'{"errors": [{"reason": 17}, 17]}', []),
    ],
)
def test_complaint(content, errors):
    """The shapes in which most APIs complain are read, entry by entry."""
    assert read_complaint(content) == Complaint(tuple(errors))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>no</html>",
        b"[]",
        b'"error"',
        b"\xff",
        b'{"error": null}',
        b'{"error": ""}',
        b'{"errors": []}',
        b'{"errors": null}',
        b'{"id": 7}',
        b'{"error":' + b"[" * 100_000,
    ],
)
def test_no_complaint(content):
    """Where no complaint is, none is read."""
    assert read_complaint(content) is None


def listed(count):
    """A body with so many errors."""
    return b'{"errors": [' + b", ".join(b'"%d"' % place for place in range(count)) + b"]}"


@pytest.mark.parametrize(
    ("count", "more"), [(99, ""), (100, ""), (101, "and 1 more"), (137, "and 37 more"), (20_000, "and more")]
)
def test_more(count, more):
    """The first hundred errors are read, and it is told that there are more."""
    complaint = read_complaint(listed(count))
    assert complaint.errors == tuple(FieldError(None, str(place)) for place in range(min(count, 100)))
    assert complaint.more == more


@pytest.mark.parametrize(
    "content",
    [
        b'{"errors": [' + b'"a",' * 500_000 + b'"a"]}',
        b'{"errors": ["a",' + b"[]," * 500_000 + b'"a"]}',
        b'{"errors": [' + b'{"code":"a","message":"b"},' * 80_000 + b'"a"]}',
        b'{"errors": [{"message": "a", "more": [' + b"{}," * 500_000 + b"7]}]}",
        b'{"error": {"code": "a", "more": [' + b"{}," * 500_000 + b"7]}}",
        b'{"error": "a", "errors": {"more": [' + b"{}," * 500_000 + b"7]}}",
        b'{"error": "a", "more": [' + b"{}," * 500_000 + b"7]}",
        b'{"error": "' + b"a" * 2_000_000 + b'"}',
        b'{"error": "' + rb"\ud83d\ude00" * 160_000 + b'"}',
    ],
)
def test_little_is_built(content):
    """However much an error body holds, what is built of it is small."""
    first_entries(msgspec.Raw(b"[1]"))  # makes the type of a list, once
    tracemalloc.start()
    complaint = read_complaint(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert complaint.errors
    assert peak < 600_000


@pytest.mark.parametrize(
    "character", [b"a", "\u00e9".encode(), "\U0001f600".encode(), rb"\ud83d\ude00", rb"\n"]
)
@pytest.mark.parametrize("shift", range(12))
def test_long_text(character, shift):
    """A long text is read from its beginning, wherever its first 64 KiB end."""
    text = msgspec.Raw(b'"' + b"x" * shift + character * 70_000 + b'"')
    whole = msgspec.json.decode(text, type=str)
    beginning = read_text(text)
    assert whole.startswith(beginning)
    assert len(beginning) >= 64 * 1024 // len(character) - 13


@pytest.mark.parametrize(
    "value", [b"", b"null", b'""', b"7", b"[]", b'{"a": 1}', b'"\xff"', b'"' + b"\xff" * 70_000 + b'"']
)
def test_no_text(value):
    """What is no text, or an empty one, is none."""
    assert read_text(msgspec.Raw(value)) is None


@pytest.mark.parametrize("value", [b"null", b"false", b"0", b"0.0", b'""', b"[]", b"[ ]", b"{}"])
def test_nothing_is_given(value):
    """What is empty says nothing."""
    assert not has_content(msgspec.Raw(value))


@pytest.mark.parametrize(
    "value", [b"true", b"7", b'"a"', b"[0]", b'{"a": null}', b'"' + b"x" * 99 + b'"', b'"\xff"']
)
def test_something_is_given(value):
    """Anything else does, though it can't be read."""
    assert has_content(msgspec.Raw(value))
