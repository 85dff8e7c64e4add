"""What is stated of a field by its marks and its words together."""

from __future__ import annotations

import pytest

from generator.docs.pages.page_draft import DraftField


@pytest.mark.parametrize(
    ("words", "facts", "unread"),
    [
        ("Required. The farm.", {"required": True}, []),
        ("The farm. Optional.", {"required": False}, []),
        ("The farm.", {"required": False}, []),
        ("Required for new farms.", {}, ["Required for new farms"]),
        ("The farm (required)", {}, ["The farm (required)"]),
    ],
)
def test_words_come_before_a_mark_that_is_not_there(words, facts, unread):
    """A mark in words is read, and where words may say it and are not read, the missing mark denies nothing."""
    field = DraftField({}, {"required": False}, [words])
    description = field.read_facts("farm")
    assert list(description.sentences.values()) == unread
    assert {key: value for key, value in description.facts.items() if key != "unread"} == facts


def test_words_that_deny_a_mark_are_told():
    """Where a column and the words differ the column counts, and the difference is kept as not read."""
    description = DraftField({"required": False}, {}, ["Required."]).read_facts("farm")
    assert description.facts["required"] is False
    assert list(description.sentences.values()) == [
        "In words its required must be True, and beside them False"
    ]
