"""Half-read never looks like read: a page that was cut or mistyped, or is another one, is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.docs.pages.capture import PageError
from generator.docs.pages.page_reader import read_page
from generator.facts import Operation, Page
from tests.generator.docs.page_projection import LAYOUTS, projected
from tests.generator.docs.render_pages import RENDERINGS, captured, render

FIELDS = {
    "name": {"type": "string", "required": True, "example": "Jenny", "maxLength": 40},
    "hook_url": {"type": "string", "format": "uri", "nullable": True, "prefix": "https://"},
    "old_kind": {"type": "string", "deprecated": True, "replacedBy": ["kind"]},
    "mode": {"type": "enum"},
    "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
}
ID = {"id": {"type": "string", "format": "uuid", "required": True}}
PAGE = Page(
    "Things",
    {
        name: Operation(
            name,
            method,
            "/v1/things/{id}",
            {"path": ID, "request": FIELDS, "response": ID | FIELDS},
            ("200",),
        )
        for name, method in (("Things: update", "PUT"), ("Things: change", "PATCH"))
    },
    errors={"401": {"error": {"type": "string"}}, "404": {"error": {"type": "string"}}},
)


def read_facts(text: str, form: str = "text") -> object:
    """What a page states, or None where it is refused."""
    try:
        return replace(read_page(captured(text, form)).page, digest=None)
    except PageError:
        return None


def render_page(layout: str, form: str = "text", style: str = "") -> str:
    """The page in a layout."""
    return render(projected(PAGE, layout), layout, form, style)


@pytest.mark.parametrize("layout", ["glued", "outline", "samples"])
def test_a_page_that_was_cut_anywhere_is_refused(layout):
    """However much of the end is missing, even a part of a line, what is left is refused or states the same."""
    text = render_page(layout)
    whole = read_facts(text)
    assert {repr(read_facts(text[:end])) for end in range(len(text))} <= {repr(whole), "None"}


@pytest.mark.parametrize("layout", ["stacked", "inline"])
def test_a_page_that_was_cut_before_an_answer_or_inside_a_field_is_refused(layout):
    """These layouts have no end of their own: what a cut page states are whole sentences, up to one of an answer."""
    text = render_page(layout)
    whole = read_facts(text)
    for end in range(len(text)):
        left = read_facts(text[:end])
        if left is None:
            continue
        *before, last = left.operations.values()
        assert all(operation == whole.operations[operation.name] for operation in before)
        known = whole.operations[last.name]
        assert (last.fields("path"), last.fields("request")) == (
            known.fields("path"),
            known.fields("request"),
        )
        for name, facts in last.fields("response").items():
            # An example shows no end.
            assert (facts | {"example": ""}).items() <= (
                known.fields("response")[name] | {"example": ""}
            ).items()


@pytest.mark.parametrize("layout", ["stacked", "inline"])
@pytest.mark.parametrize("last", ["Responses", "200", "OK", "Schema"])
def test_a_page_that_stops_before_the_body_of_an_answer_is_refused(layout, last):
    """An answer of 200 has a body, and a schema has fields: a page that ends before them was cut."""
    lines = [line for line in render_page(layout).split("\n")[::-1] if line]
    at = next(at for at, line in enumerate(lines) if line.startswith(last))
    assert read_facts("\n".join(lines[at:][::-1])) is None


@pytest.mark.parametrize(
    ("form", "style"), RENDERINGS, ids=[f"{form} {style}".strip() for form, style in RENDERINGS]
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_without_its_last_quarter_is_refused(layout, form, style):
    """In every form, what stops in the middle is refused."""
    text = render_page(layout, form, style)
    start = text.rindex("Responses" if layout in ("stacked", "inline") else "Response")
    assert read_facts(text, form) is not None
    assert read_facts(text[: start * 3 // 4], form) is None


TYPOS = {
    "glued": [
        ("string", "strng"),
        ("enum", "enmu"),
        ("Required", "Requird"),
        ("Optional", "Optionl"),
        ("string", ""),
        ("Optional", ""),
    ],
    "stacked": [
        (r"^string$", "strng"),
        (r"^uuid$", "uid"),
        (r"^uri$", "url i"),
        (r"^required$", "reqired"),
        (r"^deprecated$", "old"),
        (r"^string$", ""),
    ],
    "inline": [
        (" string ", " strng "),
        (" REQUIRED$", " REQUIRD"),
        (" DEPRECATED", " DEPRACATED"),
        (" string", ""),
    ],
    "outline": [("Deprecated$", " Depreciated"), ("^([a-z]+)$", r"\1 x")],
    "samples": [(r"\*string", "*strng"), (r"\*string", "")],
}


@pytest.mark.parametrize(
    ("layout", "right", "wrong"), [(layout, *pair) for layout, pairs in TYPOS.items() for pair in pairs]
)
def test_a_head_that_does_not_parse_is_never_taken_for_words(layout, right, wrong):
    """Each head of the page, mistyped one at a time, is refused by its line; it describes no field before it."""
    lines = render_page(layout).split("\n")
    begin = lines.index("View as MarkdownOpen in Claude") if layout in ("glued", "outline") else 0
    end = next(
        (at for at, line in enumerate(lines) if line.startswith(("Response Example", "1{"))), len(lines)
    )
    changed = 0
    for at in range(begin, end):
        mistyped = re.sub(right, wrong, lines[at], count=1)
        if mistyped == lines[at] or lines[at].endswith(".") or lines[at].startswith(("Example", "curl")):
            continue
        changed += 1
        with pytest.raises(PageError) as caught:
            read_page(captured("\n".join([*lines[:at], mistyped, *lines[at + 1 :]])))
        assert caught.value.line in (at, at + 1)
    assert changed > 0


@pytest.mark.parametrize(
    "text",
    [
        "Our new office\nBy Jenny, March 5\nWe moved to a new office last week. It is bright.\nRead more\nShare",
        "Sign in\nEmail\nPassword\nForgot your password?\nSign in with SSO",
        "404\nPage not found\nWe could not find what you were looking for.\nHome",
        "We value your privacy\nWe use cookies.\nAccept all\nReject all\nManage preferences",
        "Responses\n200\nOK",
        "Request\nThis page tells how to send a request to us.\nWrite to support.",
        "GET\nhttps://acme.example/a",
        "things.json\n{}",
    ],
)
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_a_page_of_another_kind_is_refused(text, form):
    """A blog post, a login, an error page, a cookie banner: none of them states facts of an API."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    shape = {"text": text, "html": f"<main>{paragraphs}</main>", "markdown": text.replace("\n", "\n\n")}
    assert read_facts(shape[form], form) is None


@pytest.mark.parametrize(
    ("layout", "old", "new", "message"),
    [
        (
            "stacked",
            "hook_url\nuri",
            "hook_url\nurri",
            (
                "line 21: unexpected 'hook_url': expected a field's name and type;"
                " save the page's .md version or its OpenAPI document instead,"
                " or add the line to its layout. Read before it: 1 field"
            ),
        ),
        (
            "glued",
            "old_kindstringOptional",
            "old_kindstrOptionl",
            (
                "line 17: unexpected 'old_kindstrOptionlDeprecated': expected a field's name and type;"
                " save the page's .md version or its OpenAPI document instead,"
                " or add the line to its layout. Read before it: 2 fields"
            ),
        ),
    ],
)
def test_an_error_says_how_far_the_reading_came(layout, old, new, message):
    """It names the line and shows it, and counts the fields of the part that was read before."""
    text = render_page(layout)
    assert old in text
    with pytest.raises(PageError) as caught:
        read_page(captured(text.replace(old, new, 1)))
    assert str(caught.value) == f"{message} of the request of 'Things: update'."


def test_an_error_shows_what_a_page_says_without_letting_it_speak():
    """Characters that steer a terminal are shown as escapes, in the line and in the name of the operation."""
    text = render_page("stacked").replace("name\nstring", "na\u2067me\nstring", 1)
    with pytest.raises(PageError) as caught:
        read_page(captured(text))
    assert "U+2067" in str(caught.value)
    assert str(caught.value).isprintable()
    text = (
        render_page("stacked")
        .replace("Things: update", "Things \ud7ff\U000e0001 up", 1)
        .replace("hook_url\nuri", "hook_url\nx y")
    )
    with pytest.raises(PageError) as caught:
        read_page(captured(text))
    assert (r"\U000e0001" in str(caught.value), str(caught.value).isprintable()) == (True, True)


@pytest.mark.parametrize("ending", ["<", "</", "</di", '<div class="x', "<!", "<!-", "<p>text<a href='x"])
def test_html_that_ends_within_a_tag_is_refused(ending):
    """A page whose last tag has no end was cut, whatever stands before it."""
    with pytest.raises(PageError, match="the page ends within a tag"):
        read_page(captured(f"{render_page('outline', 'html')}{ending}", "html"))
