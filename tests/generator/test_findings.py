"""How a finding is reported."""

from __future__ import annotations

from generator.findings import Finding

FINDING = Finding(
    "spec/x.yaml", 12, "NW103", "/a/$ref", "The reference 'b' leads nowhere.", "Correct the name."
)


def test_a_finding_is_told_in_one_line():
    """The line starts with file and line number, as editors read them, and ends with the mend."""
    assert str(FINDING) == "spec/x.yaml:12: NW103 The reference 'b' leads nowhere. Fix: Correct the name."


def test_a_finding_is_told_with_its_pointer():
    """A located finding has the pointer before the message, and none where it concerns the whole file."""
    assert FINDING.text_with_pointer() == (
        "spec/x.yaml:12: NW103 /a/$ref: The reference 'b' leads nowhere. Fix: Correct the name."
    )
    whole = Finding("x.yaml", 1, "NW816", "", "This is Swagger 2.0.", "Convert it.")
    assert whole.text_with_pointer() == str(whole)


def test_a_documents_words_stay_words():
    """Neither a line break nor a terminal's escape in a document's text reaches the terminal."""
    hostile = Finding("x\n.yaml", 1, "NW401", "", "The tag \x1b[2J\u202e.", "Say é.")
    assert str(hostile) == r"x\n.yaml:1: NW401 The tag \x1b[2J\u202e. Fix: Say é."


def test_a_finding_as_data_has_every_part():
    """Programs get what people get, and the pointer."""
    assert FINDING.as_json() == {
        "path": "spec/x.yaml",
        "line": 12,
        "rule": "NW103",
        "pointer": "/a/$ref",
        "message": "The reference 'b' leads nowhere.",
        "mend": "Correct the name.",
    }


def test_findings_sort_by_file_and_line():
    """Line 9 comes before line 12."""
    earlier = Finding("spec/x.yaml", 9, "NW401", "", "m", "n")
    assert sorted([FINDING, earlier]) == [earlier, FINDING]
