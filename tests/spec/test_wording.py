"""The specs are written in the project's own words: the pages give facts, and no text."""

from tests.spec.page_runs import LENGTH, page_digests, run_digests
from tests.yaml_files import load_yaml


def texts(node):
    """Every text of a spec."""
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(child)


def test_no_sentence_is_copied(spec_path):
    """No six words in a row of a spec are those of a documentation page."""
    copied = page_digests()
    assert [text for text in texts(load_yaml(spec_path)) if run_digests(text) & copied] == []


def test_a_run_is_found_whatever_surrounds_it():
    """Punctuation, case and the words around a run make no difference; five words are no run."""
    run = "one two three four five six"
    assert run_digests(run) <= run_digests("Zero: ONE, two (three) four-five six seven.")
    assert run_digests(" ".join(run.split()[: LENGTH - 1])) == set()
