"""The specs are written in the project's own words: the pages give facts, and no text."""

import re
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def words(text):
    """The words of a text, without its punctuation."""
    return re.findall(r"[a-z0-9_]+", text.lower())


def runs(text, length):
    """Every run of so many words."""
    split = words(text)
    return {tuple(split[i : i + length]) for i in range(len(split) - length + 1)}


def texts(node):
    """Every text of a spec."""
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(child)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the documentation pages are not beside the repository")
def test_no_sentence_is_copied(api):
    """The spec is written in its own words: no six words in a row are those of a page."""
    pages = [path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")]
    assert len(pages) == 5
    copied = set().union(*(runs(page, 6) for page in pages))
    assert [text for text in texts(api.spec) if runs(text, 6) & copied] == []
