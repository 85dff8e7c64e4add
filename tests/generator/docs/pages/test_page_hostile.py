"""Hostile pages: whatever a page is made of, reading it ends soon, with facts or with an error that says why."""

from __future__ import annotations

import contextlib
import json
import os
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.docs.pages import html_reader, openapi_schemas
from generator.docs.pages.capture import MAX_BYTES, Capture, PageError, capture_file
from generator.docs.pages.page_reader import read_page
from generator.facts import Operation, Page
from tests.generator.docs.page_projection import LAYOUTS, projected
from tests.generator.docs.render_pages import RENDERINGS, render

MANY = 10_000
SECONDS = 10
"""Far more than any of these takes; what grows with the square of the page's length takes longer."""

BEFORE = "Things\nupdate\nChanges a thing.\nRequest\nidstringRequired\n"
AFTER = "\nResponse\nidstringRequired\nIts id.\nResponse Example\n{}\n"


def refusal_of(content: str | bytes, form: str) -> str:
    """What is told of a page that must be refused, within the time that anything may take."""
    raw = content.encode() if isinstance(content, str) else content
    began = time.process_time()
    with pytest.raises(PageError) as caught:
        read_page(Capture(raw, f"page.{form}"))
    assert time.process_time() - began < SECONDS
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("boxes", "<div>" * MANY + "x"),
        ("marks", "<b><i><a>" * MANY),
        ("quotes", "<blockquote>" * MANY),
        ("lists", "<ul><li>" * MANY),
        ("tables", "<table><tr><td>" * MANY),
        ("objects", "<object>" * MANY),
        ("comments", "<!--" * MANY),
        ("tags", "<" * 200_000),
        ("entities", "&#x41;" * MANY + "&a" * MANY),
        ("attributes", f"<p {' '.join(f'a{number}=1' for number in range(MANY))}>"),
        ("empty marks", f"<p>{'<b></b>' * MANY}x"),
        ("unclosed", "<a b='" * MANY),
        ("declarations", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b;'),
    ],
)
def test_html_of_any_making_ends_soon(name, content):
    """Depth, number and entities of tags cost no more than their length, and nothing is fetched or run."""
    assert "root:" not in refusal_of(f"<!doctype html><body>{content}", "html")
    assert refusal_of(f"<main><h1>x</h1><p>It.</p><h2>Request</h2>{content}", "html")


def test_html_of_more_elements_than_a_page_has_is_refused(monkeypatch):
    """What a documentation page never has so many of is counted while it is parsed."""
    monkeypatch.setattr(html_reader, "MAX_ELEMENTS", 1_000)
    assert "more than 1000 elements" in refusal_of("<main>" + "<p>x y" * 1_001, "html")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (">" * MANY + "x", "this nests more than 23 levels deep."),
        ("- " * MANY + "x", "this nests more than 23 levels deep."),
        ("[" * 2 * MANY, f"a paragraph of {2 * MANY} characters is too long; pass only the part you need."),
        ("a" * 500_000, "a Markdown page of more than 400000 characters"),
        ("\n\n".join(["[" * 2_000] * 3), "not a page of an API reference"),
        ("\n\n".join(["![[]" * 1_000] * 3), "not a page of an API reference"),
        ("\n\n".join(["a <![CDATA[" * 1_000] * 3), "not a page of an API reference"),
        ("\n\n".join(["`[*_" * 1_000] * 3), "not a page of an API reference"),
    ],
)
def test_markdown_of_any_making_ends_soon(content, message):
    """What its parser takes long for, or leaves out in silence, is refused."""
    assert message in refusal_of(content, "md")


UNITS = [
    "a", "a_b ", "word ", "a, ", "a or ", "when a is set to b ", "when ", ". ", "A. ", '"', "* ", "either a or b ",
    "must be ", "(", "- ", "Alias of a and ", "use a or ", "Defaults to ", "1", "up to 1", "omit a field ",
    "empty string for a, ", "Open in Claude", "View as Markdown", "string", "stringRequired", "a*", "\\", "{", '{"',
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_no_pattern_takes_long_for_a_long_line(unit):
    """A line of 90,000 characters is read or refused at once, and so is one that is too long."""
    for length in (1_900, 90_000, 110_000):
        line = unit * (length // len(unit))
        began = time.process_time()
        for text in (
            f"{BEFORE}{line}{AFTER}",
            f"{BEFORE}It.\n{line}{AFTER}",
            f"A\nb\nThe updatable fields are a and b.\n{line}\nResponse Body\n{line}\n{{}}",
            f"List\nGET\nhttps://acme.example/a\n{line}\nResponses\n200\nOK\nSchema\nid\nuuid\n{line}\nIt.",
            f"Buy\nBuys.\nRequest Body REQUIRED\nid uuid REQUIRED\n{line}\n{line} REQUIRED\nResponses\n204\nNone",
        ):
            with contextlib.suppress(PageError):
                read_page(Capture(text.encode(), "page.txt"))
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            BEFORE.replace("update", "up\x07date") + AFTER,
            "line 2: the character U+0007 is not allowed in a page",
        ),
        (BEFORE.replace("update", "up\x1b[31mdate") + AFTER, "line 2: the character U+001B"),
        (BEFORE.replace("update", "up\u202edate") + AFTER, "line 2: the character U+202E"),
        (BEFORE.replace("update", "up\u2066date") + AFTER, "line 2: the character U+2066"),
        (BEFORE.replace("update", "up\ufffddate") + AFTER, "line 2: the character U+FFFD"),
        (BEFORE.replace("update", "up\0date") + AFTER, "line 2: this is not text: it has zero bytes."),
        (f"{BEFORE}It.\nResponse Example\n{'[' * MANY}", "the sample that begins here is not closed"),
        (
            f"{BEFORE}It.\nResponse Example\n{'[' * 5_000}{']' * 5_000}",
            "this nests more than 100 levels deep.",
        ),
        (f'{BEFORE}It.\nResponse Example\n{{"a": 1, "a": 2}}', "the key"),
        (
            f'{BEFORE}It.\nResponse Example\n{{"a": {"9" * 5000}}}',
            "invalid JSON in the sample that begins here",
        ),
        ("x y z.\n" * 30_000, "not a page of an API reference"),
    ],
)
def test_text_of_any_making_ends_soon(text, message):
    """Control characters, marks that reorder what is shown, and samples that nest are refused by their line."""
    assert message in refusal_of(text, "txt")


def document(schemas: dict[str, object], name: str) -> str:
    """A document with one operation, which answers with a schema."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    paths = {"/a": {"get": {"operationId": "a", "responses": {"200": {"content": content}}}}}
    return json.dumps({"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}})


def doubling(steps: int, schema) -> dict[str, object]:
    """Schemas each of which holds the next one twice."""
    refs = [{"$ref": f"#/components/schemas/S{number + 1}"} for number in range(steps)]
    return {f"S{number}": schema(ref) for number, ref in enumerate(refs)} | {f"S{steps}": {"type": "string"}}


@pytest.mark.parametrize(
    ("content", "form", "message"),
    [
        (
            document(doubling(35, lambda ref: {"allOf": [ref, ref]}), "S0"),
            "json",
            "expand to too many to read",
        ),
        (
            document(doubling(35, lambda ref: {"oneOf": [ref, ref]}), "S0"),
            "json",
            "expand to too many to read",
        ),
        (
            document(doubling(35, lambda ref: {"properties": {"a": ref, "b": ref}}), "S0"),
            "json",
            "more than 500 fields",
        ),
        (
            document(doubling(15, lambda ref: {"allOf": [ref] * 10}), "S0"),
            "json",
            "expand to too many to read",
        ),
        (
            document(doubling(90, lambda ref: {"allOf": [ref]}), "S0"),
            "json",
            "expand to too many to read",
        ),
        ('{"paths": ' + "[" * MANY + "]" * MANY + "}", "json", "this nests more than 100 levels deep."),
        ("paths: " + "[" * MANY, "yaml", "this nests more than 100 levels deep."),
        (
            "paths: {}\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{chr(98 + at)}: &{chr(98 + at)} [{','.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(9)
            ),
            "yaml",
            "the aliases up to here expand to more than a document may hold.",
        ),
        ("paths: !!python/object/apply:os.system [true]", "yaml", "asks for more than plain data"),
        ("[1, 2]", "json", "line 1: this is not an OpenAPI document: it must be a mapping."),
        ("- a", "yaml", "line 1: this is not an OpenAPI document: it must be a mapping."),
        ('{"a": ', "json", "this isn't JSON"),
    ],
)
def test_documents_of_any_making_end_soon(content, form, message, monkeypatch):
    """Schemas that double, data that nests and aliases that expand are refused."""
    monkeypatch.setattr(openapi_schemas, "MAX_MERGES", 5_000)
    monkeypatch.setattr(openapi_schemas, "MAX_FIELDS", 500)
    assert message in refusal_of(content, form)


def test_schemas_that_hold_themselves_end():
    """A reference that leads back is an object whose fields are not followed again."""
    schemas = {
        "S": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "up": {"$ref": "#/components/schemas/S"}},
        }
    }
    page = read_page(Capture(document(schemas, "S").encode(), "a.json")).page
    assert [*page.operations["a"].fields("response")] == ["name", "up"]


def test_a_huge_file_is_refused_unread(tmp_path):
    """Of a file of 50 MB no more is held than a page may have."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10 * MAX_BYTES)
    tracemalloc.start()
    with pytest.raises(PageError, match=f"a page of more than {MAX_BYTES} bytes is too large"):
        capture_file(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * MAX_BYTES


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "nothing"])
def test_what_is_no_file_is_refused(kind, tmp_path):
    """A folder, a pipe nobody writes to or a device that never ends is not opened."""
    path = tmp_path / "page.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    message = "the file does not exist." if kind == "nothing" else "this is a folder or a device, not a file."
    with pytest.raises(PageError) as caught:
        capture_file(path)
    assert str(caught.value) == message


def test_reading_holds_little_more_than_the_page():
    """A page of a hundred kilobytes, all of it fields, takes memory in step with its size."""
    fields = "".join(
        f"field_{number}stringRequired\nMust be there by noon, unless it is {number}.\n"
        for number in range(1_500)
    )
    content = f"{BEFORE}It.\n{fields}{AFTER}".encode()
    tracemalloc.start()
    page = read_page(Capture(content, "page.txt")).page
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(page.operations["Things: update"].fields("request")) == 1_501
    assert peak < 60 * len(content)


ID = {"id": {"type": "string", "format": "uuid", "required": True, "example": "a"}}
SHOP = Page(
    "Shop", {"Shop: sell": Operation("Shop: sell", "PUT", "/a/{id}", {"path": ID, "response": ID}, ("200",))}
)
WHOLE = {
    f"{layout} {form} {style}": (
        {"text": "txt", "html": "html", "markdown": "md"}[form],
        render(projected(SHOP, layout), layout, form, style),
    )
    for layout in LAYOUTS
    for form, style in RENDERINGS
}
PIECES = st.sampled_from(
    [
        "<div>", "</div>", "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<dl>", "<dt>", "</dd>", "<table>",
        "<tr>", "<td>", "<th>Name</th>", "</table>", "<pre>", "</pre>", "<code>", "</code>", "<h1>", "</h1>",
        "<details>", "<summary>", "</summary>", "<nav aria-label=breadcrumb>", "</nav>", "<main>", "</main>",
        "<br>", "<script>", "</script>", "<b hidden>", "</b>", "<ParamField path='a' type='string'>", "<!--",
        "-->", "&amp;", "<", ">", "update\n", "Request\n", "Response\n", "Responses\n", "Schema\n",
        "Request Body\n", "Response Body\n", "200\n", "GET\n", "https://acme.example/a\n",
        "idstringRequired\n", "id\n", "uuid\n", "object\n", "Array [\n", "]\n", "id string REQUIRED\n",
        "Its id.\n", "Example\n", "Response Example\n", "{", "}", "1{\n", '"a": 1\n', "curl -X ", "# ", "## ",
        "- ", "> ", "```\n", "| name | type |\n", "|---|---|\n", "| a | string |\n", "\n\n", "  ", "`", "*",
        "openapi: 3.1.0\n", "paths: {}\n", "a: &a [*a]\n", "Example: ", "Possible values: ", "Format\n",
        "\u200b", "\ud7ff",
    ]
)  # fmt: skip


@settings(max_examples=120, derandomize=True, deadline=None, database=None)
@given(pieces=st.lists(PIECES, max_size=60), form=st.sampled_from(["txt", "html", "md", "yaml", "json", "x"]))
def test_whatever_a_page_is_it_is_read_or_refused(pieces, form):
    """Any heap of tags, headings, heads and samples ends with facts or with a `PageError`, and with nothing else."""
    with contextlib.suppress(PageError):
        page = read_page(Capture("".join(pieces).encode(), f"page.{form}")).page
        assert page.operations


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(
    page=st.sampled_from(sorted(WHOLE)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), max_size=4),
)
def test_a_page_that_was_tampered_with_is_read_or_refused(page, cuts):
    """A page of each layout and form, with pieces put in the place of others, ends so, too."""
    form, text = WHOLE[page]
    for share, length, piece in cuts:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + length :]
    with contextlib.suppress(PageError):
        read_page(Capture(text.encode(), f"page.{form}"))


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(content=st.binary(max_size=300), form=st.sampled_from(["txt", "html", "md", "yaml", "json", "x"]))
def test_whatever_the_bytes_are_they_are_read_or_refused(content, form):
    """Any bytes end with facts or with a `PageError`."""
    with contextlib.suppress(PageError):
        read_page(Capture(content, f"page.{form}"))
