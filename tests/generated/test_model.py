"""Models are values, and their enums stay open."""

import copy
import json
import pickle

import msgspec
import pytest

from numberwire_api import routing, signalwire, ClearTypeErrors, Model, OpenEnum, with_extra


class Kind(OpenEnum):
    """An enum with one value."""

    known = "known"


class Thing(Model, frozen=True, kw_only=True):
    """A model with an enum."""

    kind: Kind | None = None


@pytest.mark.parametrize("value", ["known", "never seen", "", "é\u202e"])
def test_any_value_goes_through_unharmed(value):
    """A value the enum doesn't name decodes, compares, hashes, prints and goes out as it came in."""
    sent = msgspec.json.encode({"kind": value})
    thing = msgspec.json.decode(sent, type=Thing)
    assert isinstance(thing.kind, Kind)
    assert (thing.kind, str(thing.kind), f"{thing.kind}", hash(thing.kind)) == (
        value,
        value,
        value,
        hash(value),
    )
    assert (thing.kind.value, thing.kind.name) == (value, value)
    assert msgspec.json.encode(thing) == sent
    assert pickle.loads(pickle.dumps(thing)) == copy.deepcopy(thing) == thing  # noqa: S301 - our own bytes


def test_an_unknown_value_changes_nothing():
    """Reading an unknown value doesn't make it a member of the enum."""
    assert (Kind("other"), list(Kind)) == ("other", [Kind.known])
    assert Kind("known") is Kind.known


@pytest.mark.parametrize("value", [b"5", b"null", b"{}", b"[]", b"true"])
def test_only_texts_are_values(value):
    """What is no text is no value of an enum."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(value, type=Kind)


def test_a_model_is_a_value():
    """A model is compared by its fields, takes keywords alone and can't be changed."""
    thing = Thing(kind=Kind.known)
    assert (thing, hash(thing)) == (Thing(kind=Kind.known), hash(Thing(kind=Kind.known)))
    with pytest.raises(AttributeError):
        thing.kind = None
    with pytest.raises(TypeError):
        Thing(Kind.known)


def test_type_of_a_web_framework():
    """A model is a type for pydantic, and so for FastAPI: taken by its class, and written as `to_dict` does."""
    pydantic = pytest.importorskip("pydantic", reason="it comes with the dependency group `generate`")
    things = pydantic.TypeAdapter(list[Thing])
    given = [with_extra(Thing(kind=Kind.known), {"newer": [1]}), Thing()]
    assert things.validate_python(given) == given
    assert (
        things.dump_python(given) == json.loads(things.dump_json(given)) == [one.to_dict() for one in given]
    )
    assert things.json_schema()["items"] == {"title": "Thing", "type": "object"}
    with pytest.raises(pydantic.ValidationError):
        things.validate_python([{"kind": "known"}])


class Paint(msgspec.Struct, metaclass=ClearTypeErrors, frozen=True):
    """A struct that callers make."""

    colour: str
    gloss: str = "low"


class Nails(msgspec.Struct, metaclass=ClearTypeErrors, kw_only=True):
    """A struct whose fields are given by name, the required one last."""

    length: int = 30
    count: int


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Paint, "Paint needs colour. Allowed: colour, gloss."),
        (lambda: Paint(gloss="high"), "Paint needs colour. Allowed: colour, gloss."),
        (lambda: Paint("red", glos="high"), "Paint has no glos. Did you mean gloss?"),
        (lambda: Paint("red", size=2), "Paint has no size. Allowed: colour, gloss."),
        (
            lambda: Paint("red", "high", "thick"),
            "Paint takes at most 2 arguments by position, not 3. Allowed: colour, gloss.",
        ),
        (Nails, "Nails needs count. Allowed: length, count."),
        (lambda: Nails(3), "Nails takes its arguments by name. Allowed: length, count."),
    ],
)
def test_wrong_arguments_of_a_struct(make, message):
    """A struct that callers make says which class was made, what is wrong, and what was meant."""
    with pytest.raises(TypeError) as caught:
        make()
    assert str(caught.value) == message


MODELS = [
    kind
    for module in (routing.models, signalwire.models)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Model) and kind is not Model
]


@pytest.mark.parametrize("kind", MODELS)
def test_misspelt_field_of_a_model(kind):
    """Each model that is generated names the field that was meant, also one with members of its own."""
    *_, name = kind.__struct_fields__
    with pytest.raises(TypeError, match=rf"^{kind.__name__} has no {name}_\. Did you mean {name}\?$"):
        kind(**{f"{name}_": 1})


def test_misspelt_field_beside_extra_members():
    """So does the class of a model that was read with more members than it has fields."""
    number = with_extra(signalwire.PhoneNumber(id="1", number="2"), {"colour": "red"})
    with pytest.raises(TypeError, match=r"^PhoneNumber has no nme\. Did you mean name\?$"):
        type(number)(nme="Desk")


def test_right_arguments_of_a_struct():
    """Right arguments make the same object as without the metaclass, and so do the copies and msgspec itself."""
    paint = Paint("red", gloss="high")
    assert (paint.colour, paint.gloss, Nails(count=2).length) == ("red", "high", 30)
    assert (
        paint == msgspec.json.decode(b'{"colour":"red","gloss":"high"}', type=Paint) == copy.deepcopy(paint)
    )
    assert pickle.loads(pickle.dumps(paint)) == paint  # noqa: S301 - our own bytes
