"""Values that stand as the items of a list, below the words that announce them."""

from __future__ import annotations

import pytest

from generator.docs.pages.capture import Capture
from generator.docs.pages.page_reader import read_page

STACKED = """\
Pack a Hat

PUT

https://hats.example/v1/hats/:id

Packs a hat.

Body

box
{kind}
The box.

{values}

size
integer
How wide it is.

Responses

204

Done.
"""
MARKDOWN = """\
# Pack a hat

`PUT https://hats.example/v1/hats/{{id}}`

## Request Body

- `box` {kind}

  The box.

  {values}

- `size` integer - How wide it is.

## Responses

### 204

Done.
"""


def read(page, values, kind="string"):
    """What is read of the field `box` on a page whose values are these, and the sentences that are not read."""
    form = STACKED if page == "txt" else MARKDOWN
    text = form.format(values=values, kind=kind)
    reading = read_page(Capture(text.encode(), f"hats.{page}"))
    (operation,) = reading.page.operations.values()
    assert list(operation.fields("request")) == ["box", "size"]
    return operation.fields("request")["box"], list(reading.sentences.values())


@pytest.mark.parametrize(
    ("page", "items"),
    [
        ("txt", "- round\n- square-1"),
        ("txt", "- round: for top hats\n- square-1: for all others, mostly."),
        ("txt", "\u2022 round \u2013 for top hats\n\u2022 square-1 (new)"),
        ("txt", "* round\n* 'square-1'"),
        ("txt", "1. round\n2. square-1"),
        ("txt", "round\nsquare-1"),
        ("md", "- `round`: For top hats.\n  - `square-1`: For all others."),
        ("md", "- round\n  - square-1"),
    ],
)
@pytest.mark.parametrize("label", ["Possible values:", "Allowed values:", "Enum:"])
def test_the_items_below_a_label_are_its_values(page, items, label):
    """Signs of a list, words about a value and nested lists are told from the values."""
    box, sentences = read(page, f"{label}\n{items}" if page == "txt" else f"{label}\n\n  {items}")
    assert (box["enum"], sentences) == (["round", "square-1"], [])


def test_listed_values_have_the_type_of_their_field():
    """Numbers in a list are numbers where the field is one, as those on one line are."""
    assert read("txt", "Possible values:\n- 1\n- -2", "integer")[0]["enum"] == [1, -2]


@pytest.mark.parametrize(
    ("page", "values", "sentence"),
    [
        ("txt", "Possible values:\n- very round\n- flat", "Possible values: very round; flat"),
        ("txt", "Possible values:\n- roundFor hats.\n- flat", "Possible values: roundFor hats.; flat"),
        (
            "txt",
            "Possible values:\nround: as a hat\nflat: as a cap",
            "Possible values: round: as a hat; flat: as a cap",
        ),
        ("txt", "Possible values:\nSee the list of boxes.", "Possible values: See the list of boxes."),
        ("txt", "Must be one of:\n- round\n- flat", "Must be one of: - round - flat"),
        ("md", "Possible values:\n\n  See the list of boxes.", "Possible values: See the list of boxes."),
    ],
)
def test_what_stands_in_place_of_values_is_kept(page, values, sentence):
    """Where an item is no one word, or no label announces the list, all of it is listed as not read."""
    box, sentences = read(page, values)
    assert ("enum" in box, sentences) == (False, [sentence])
