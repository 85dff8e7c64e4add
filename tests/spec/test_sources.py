"""The spec says what its sources say, or says why it doesn't."""

from generator.docs.compare.remaining import contradictions
from generator.openapi.document import read_document
from generator.openapi.view import Subject


def test_no_page_is_contradicted(spec_path):
    """What a recorded page states is what the spec holds, or the spec says why it isn't."""
    assert contradictions(Subject(read_document(spec_path))) == []
