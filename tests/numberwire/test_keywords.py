"""Keywords are refused where a method doesn't have them, with the name that was meant, and for their types."""

import math
from typing import Any, Literal, TypedDict
from uuid import UUID

import pytest

from numberwire._keywords import require_filled, require_known, require_types
from numberwire.errors import FieldError, InvalidRequestError
from numberwire_api.routing import phone_numbers as routing
from numberwire_api.signalwire import CallHandler
from numberwire_api.signalwire import phone_numbers as signalwire

KNOWN = ("color", "size")


def refusal(name, **options):
    """The error for one wrong keyword."""
    with pytest.raises(InvalidRequestError) as caught:
        require_known("paint", {name: 1}, KNOWN, consequence="guess", **options)
    return caught.value


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("colour", "Did you mean color?"),
        ("hue", "Did you mean color?"),
        ("paint_size", "Did you mean size?"),
        ("zzz", "Allowed: color, size."),
    ],
)
def test_names_what_was_meant(name, hint):
    """A near name or a known mistake is named; else all names are."""
    error = refusal(name, meant={"hue": "color"})
    assert str(error) == f"paint has no {name}, and the server would guess. {hint}"


def test_a_meaning_the_method_lacks_is_not_named():
    """What a name means elsewhere is no hint where the method hasn't it."""
    assert str(refusal("hue", meant={"hue": "tint"})).endswith("Allowed: color, size.")


def test_an_option_that_was_meant():
    """A misspelt option of a call is no field that is new: the option is named, and no way to send it."""
    options = {"options": ("timeout", "sizes"), "way_out": "extra_body"}
    assert str(refusal("tiemout", **options)).endswith("Did you mean timeout?")
    assert str(refusal("siz", **options)).endswith(
        "Did you mean size? To send it all the same: extra_body={'siz': ...}."
    )
    assert str(refusal("zzz", **options)).partition("Allowed: ")[2].startswith("color, size. To send it")


@pytest.mark.parametrize("code", [None, "INVALID_INPUT"])
def test_error_carries_the_field(code):
    """The refusal carries the field, with the code the server would give."""
    assert refusal("zzz", code=code).errors == (FieldError(code, "no such field", "zzz"),)


def test_known_keywords_pass():
    """What a method has is let through."""
    require_known("paint", {"size": 1, "color": None}, KNOWN, consequence="guess")


class Paint(TypedDict, total=False):
    """Keywords of every kind that the generated layer declares."""

    name: str | None
    colour: CallHandler | Literal["video_room"] | None
    tone: UUID | str | None
    coats: int | None
    litres: float | None
    glossy: bool | None
    tags: list[str] | None
    spots: dict[str, int] | None
    any: Any


RIGHT = {
    "name": ["a", ""],
    "colour": ["red", CallHandler.video_room],
    "tone": ["a", UUID(int=7)],
    "coats": [0, -3],
    "litres": [1, 0.5],
    "glossy": [True, False],
    "tags": [[], ["a"], ("a", "b")],
    "spots": [{}, {"a": 1}],
    "any": [..., True, []],
}
WORDS = {
    "name": "a string",
    "colour": "a string",
    "tone": "a UUID or a string",
    "coats": "a whole number",
    "litres": "a number",
    "glossy": "True or False",
    "tags": "a list of strings",
    "spots": "a mapping",
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values]
)
def test_right_types(name, value):
    """A value of a declared type passes, and so does None, which is not sent."""
    require_types({name: value, "coats": None}, Paint)


WRONG = {
    "name": [True, 7, b"a", UUID(int=7), [], {}, {"a"}, ...],
    "colour": [True, 7, b"a", ["video_room"], ...],
    "tone": [True, 7, b"a", [UUID(int=7)]],
    "coats": [True, 1.0, "1", [], ...],
    "litres": [True, math.nan, math.inf, "1.5", []],
    "glossy": [0, 1, "yes", "", []],
    "tags": ["a", [7], {"a"}, {}, True],
    "spots": ["a", [], True],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_wrong_types(name, value):
    """Any other is refused in words, without its value; True is no number, and of a list the wrong item is told."""
    with pytest.raises(InvalidRequestError) as caught:
        require_types({name: value}, Paint)
    found = "list with int" if (name, value) == ("tags", [7]) else type(value).__name__
    assert str(caught.value) == f"{name} must be {WORDS[name]}, not {found}."


DECLARED = [
    signalwire.list_phone_numbers,
    signalwire.search_available_phone_numbers,
    signalwire.PhoneNumbers.update,
    signalwire.PhoneNumbers.purchase,
    routing.PhoneNumbers.update,
]


@pytest.mark.parametrize("value", [..., b"a", object], ids=["ellipsis", "bytes", "class"])
def test_every_documented_keyword_has_a_type(value):
    """Whatever the spec says of a keyword, it takes nothing that JSON has no value for."""
    for declared in DECLARED:
        for name in declared.__annotations__.keys() - {"options", "return", "whole"}:
            with pytest.raises(InvalidRequestError, match=f"^{name} must be "):
                require_types({name: value}, declared)


@pytest.mark.parametrize(("value", "word"), [("", "empty"), (" ", "blank"), ("\t\u00a0", "blank")])
def test_empty(value, word):
    """A text of nothing but blanks is refused with what would come of it."""
    with pytest.raises(InvalidRequestError) as caught:
        require_filled({"size": "a", "color": value}, "all are painted")
    assert str(caught.value) == f"color is {word}: all are painted."


def test_clearing():
    """Where an empty text clears a field, a blank one is refused all the same."""
    require_filled({"color": "", "size": 7}, "give CLEAR", may_clear=True)
    with pytest.raises(InvalidRequestError):
        require_filled({"color": " "}, "give CLEAR", may_clear=True)
