"""Keywords that a method doesn't have are refused with the name that was meant."""

import pytest

from numberwire.errors import FieldError, InvalidRequestError
from numberwire.keywords import require_known

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
        ("zzz", "There are color, size."),
    ],
)
def test_names_what_was_meant(name, hint):
    """A near name or a known mistake is named; else all names are."""
    error = refusal(name, meant={"hue": "color"})
    assert str(error) == f"paint has no {name}, and the server would guess. {hint}"


def test_a_meaning_the_method_lacks_is_not_named():
    """What a name means elsewhere is no hint where the method hasn't it."""
    assert str(refusal("hue", meant={"hue": "tint"})).endswith("There are color, size.")


@pytest.mark.parametrize("code", [None, "INVALID_INPUT"])
def test_error_carries_the_field(code):
    """The refusal carries the field, with the code the server would give."""
    assert refusal("zzz", code=code).errors == (FieldError(code, "no such field", "zzz"),)


def test_known_keywords_pass():
    """What a method has is let through."""
    require_known("paint", {"size": 1, "color": None}, KNOWN, consequence="guess")
