"""The forms of a page: text, HTML and Markdown, as documentation systems write them, become the same lines."""

from __future__ import annotations

import pytest

from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.html_reader import read_html
from generator.docs.pages.lines import Form
from generator.docs.pages.markdown_reader import read_markdown
from generator.docs.pages.page_reader import read_page
from generator.facts import Operation

FACTS = {
    "path": {
        "id": {"type": "string", "format": "uuid", "required": True, "nullable": False, "deprecated": False}
    },
    "response": {
        "links": {"type": "object", "required": True, "nullable": False, "deprecated": False},
        "links.next": {"type": "string", "required": False, "nullable": True, "deprecated": False},
        "kind": {
            "type": "string",
            "required": False,
            "nullable": False,
            "deprecated": True,
            "enum": ["a", "b"],
        },
    },
}
CLIENT = {
    "divs and spans": """\
<main><h1>update</h1><button>Copy page</button><p>Changes <em>a</em> thing. Uses <code>PUT</code>.</p>
<h2>Path parameters<a class="hash-link" href="#path">#</a></h2>
<div class="field"><div><span>id</span><span>string</span><span>Required</span><span>format: "uuid"</span></div>
<div>Its id.</div></div>
<h2>Response</h2>
<div><div><code>links</code><span>object</span><span>Required</span></div><p>Its links.</p>
<button>Show 1 property</button>
<ul><li><div><code>next</code><span>string or null</span><span>Optional</span></div><p>More.</p></li></ul></div>
<div><div><code>kind</code><span>enum</span><span>Optional</span><span>Deprecated</span></div><p>Its kind.</p>
<div>Allowed values: <code>a</code><code>b</code></div></div>
<h2>Response Example</h2><pre><code><table>
<tr><td>1</td><td>{</td></tr><tr><td>2</td><td>}</td></tr></table></code></pre></main>
""",
    "dl": """\
<article><h1>update</h1><p>Changes a thing. Uses PUT.</p>
<h3>Path parameters</h3>
<dl><dt><b>id</b> <i>string</i> <i>Required</i> <i>format: "uuid"</i></dt><dd>Its id.</dd></dl>
<h3>Response</h3><dl><dt>links object Required</dt><dd>Its links.
<dl><dt>next <i>string | null</i> Optional</dt><dd>More.</dd></dl></dd>
<dt>kind enum Optional Deprecated</dt><dd><p>Its kind.</p><p>Allowed values: a, b</p></dd></dl>
<h3>Response Example</h3><pre>{}</pre></article>
""",
    "details": """\
<main><h1>update</h1><p>Changes a thing. Uses PUT.</p><h2>Path parameters</h2>
<div>id string Required <span>format: "uuid"</span></div><div>Its id.</div><h2>Response</h2>
<details><summary><strong>links</strong><span>object</span><span>Required</span></summary><div><p>Its links.</p>
<div><div>next string or null Optional</div><p>More.</p></div></div></details>
<details><summary>kind enum Optional Deprecated</summary><p>Its kind.</p><p>Allowed values: a b</p></details>
<h2>Response Example</h2><pre>{}</pre></main>
""",
    "table": """\
<body><h1>update</h1><p>Changes a thing. Uses PUT.</p><h2>Path parameters</h2>
<table><tr><th>Name<th>Type<th>Required<th>Format<th>Description
<tr><td>id<td>string<td>\u2713<td>uuid<td>Its id.</table>
<h2>Response</h2>
<table><thead><tr><th>Field</th><th>Type</th><th>Required</th><th>Deprecated</th>
<th>Allowed values</th><th>Description</th></tr></thead><tbody>
<tr><td><code>links</code></td><td>object</td><td>yes</td><td></td><td></td><td>Its links.</td></tr>
<tr><td><code>links.next</code></td><td>string or null</td><td>no</td><td>no</td><td>-</td>
<td><p>More.</p></td></tr>
<tr><td><code>kind</code></td><td>enum</td><td>optional</td><td>yes</td><td><code>a</code> <code>b</code></td>
<td>It.</td></tr>
</tbody></table><h2>Response Example</h2><pre>{}</pre></body>
""",
}
MARKDOWN = {
    "lists": """\
# update

Changes a thing. Uses `PUT`.

## Path parameters

- `id` **string** *Required* format: "uuid"

  Its id.

## Response

- `links` object Required \u2014 Its links.
  - `next` string or null Optional \u2014 More.
- `kind` (enum, optional, deprecated): Its kind.

  Allowed values: `a`, `b`

## Response Example

```json
{}
```
""",
    "tables": """\
---
title: update
---

Changes a thing. Uses PUT.

## Path parameters

| name | type | required | format | description |
| --- | --- | --- | --- | --- |
| `id` | string | yes | uuid | Its [id](https://acme.example/id). |

## Response

| Name | Type | Required | Deprecated | Values | Description |
|---|---|---|---|---|---|
| `links` | object | yes | no | | Its links. |
| `links.next` | string \\| null | no | no | | More. |
| `kind` | enum | no | yes | a, b | Its kind. |

## Response Example

~~~
{}
~~~
""",
    "elements": """\
# update

Changes a thing. Uses PUT.

## Path parameters

<ParamField path="id" type="string" required={true} deprecated={false}>
  Its id. Format below.

  Format: uuid
</ParamField>

## Response

<ResponseField name="links" type="object" required>
  Its links.
</ResponseField>
<ResponseField name="links.next" type="string or null">More.</ResponseField>
<ResponseField name="kind" type="enum" deprecated>
Its kind. Possible values are: a or b.
</ResponseField>

## Response Example

```json
{}
```
""",
}
STACKED_HTML = """\
<!doctype html><html><head><meta charset=utf-8><link rel="canonical" href="https://acme.example/docs/list">
<meta property="article:modified_time" content="2025-03-04T10:00:00Z"></head><body>
<header><a>Acme</a></header><main><article><h1>List things</h1>
<pre class="endpoint"><span class="badge">GET</span><h2>https://acme.example/things</h2></pre>
<p>Lists things.</p>
<h2>Request</h2><div><details><summary><h3>Query Parameters</h3></summary><ul>
<li><div><span><strong>kind</strong>
<span> string</span><span class="required">required</span></span></div><div><p>The kind.</p></div><div><p>
<strong>Possible values:</strong> [<code>a</code>, <code>b</code>]</p></div></li></ul></details></div>
<h2>Responses</h2><div><ul role="tablist"><li role="tab">200</li></ul><div>200</div><p>OK</p>
<div role="tablist"><div role="tab">application/json</div></div>
<details open><summary><strong>Schema</strong></summary><ul>
<li><details><summary><strong>data</strong><span>object[]</span></summary><div><li><div>Array [</div></li>
<li><div><strong>id</strong><span>uuid</span></div></li><li><div>]</div></li></div></details></li>
<li><div><strong>total</strong><span>integer</span></div></li></ul></details></div>
<pre><code>curl -L 'https://acme.example/things'</code></pre>
<p>Last updated on <time datetime="2025-03-05">Mar 5, 2025</time></p></article></main></body></html>
"""


def client(text: str, form: str) -> Operation:
    """The only operation of a page."""
    page = read_page(Capture(text.encode(), f"page.{form}")).page
    assert page.layout == "glued"
    return page.operations["update"]


@pytest.mark.parametrize("style", CLIENT)
def test_html_reads_the_same_however_it_is_marked_up(style):
    """Boxes, definition lists, details and tables state the same facts."""
    assert client(CLIENT[style], "html") == Operation("update", "PUT", None, FACTS)


@pytest.mark.parametrize("style", MARKDOWN)
def test_markdown_reads_the_same_however_it_is_written(style):
    """Lists, tables and the vendors' own elements state the same facts."""
    assert client(MARKDOWN[style], "md") == Operation("update", "PUT", None, FACTS)


def test_a_rest_reference_reads_with_its_furniture():
    """Tabs, badges, a site's header and a sample of a request don't get in the way; url and date are heard."""
    page = read_page(Capture(STACKED_HTML.encode(), "page.html")).page
    never = {"required": False, "deprecated": False}
    assert (page.url, page.date) == ("https://acme.example/docs/list", "2025-03-04")
    assert page.operations == {
        "List things": Operation(
            "List things",
            "GET",
            "/things",
            {
                "query": {
                    "kind": {"type": "string", "required": True, "deprecated": False, "enum": ["a", "b"]}
                },
                "response": {
                    "data": never | {"type": "array"},
                    "data.id": never | {"type": "string", "format": "uuid"},
                    "total": never | {"type": "integer"},
                },
            },
            ("200",),
        )
    }


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>Use <code>x</code>. Or (<b>y</b>), <i>z</i>!", ["Use x. Or (y), z!"]),
        ("<div><span>id</span><span>string</span></div>", ["id string"]),
        ("a<br>b<p>c<div>d</div>e", ["a", "b", "c", "d", "e"]),
        ("<p>a&nbsp;&amp;&lt;b&gt; \u200b</p>", ["a &<b>"]),
        ("<script>x</script><style>x</style><template>x</template><noscript>x</noscript><p>a", ["a"]),
        ("<svg><text>x</text></svg><object>x</object><iframe>x</iframe><select><option>x</select>a", ["a"]),
        ("<nav>x</nav><footer>x</footer><aside>x</aside><header>x</header><div role=banner>x</div>a", ["a"]),
        (
            "<p hidden>x</p><p aria-hidden=true>x</p><p style='display: none'>x</p><p class='sr-only b'>x</p>a",
            ["a"],
        ),
        ("<p class='hidden md:block'>a</p>", ["a"]),
        ("<button>x</button><h2><button>200</button></h2><!-- x -->", ["200"]),
        ("x<main>a</main>x<article>x</article>", ["a"]),
        ("x<article>a</article>", ["a"]),
        (
            "<nav aria-label='Breadcrumbs'><ol><li>A</li><li>/</li><li>B</li></ol></nav><main>a</main>",
            ["A > B", "a"],
        ),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["a", "b", "c"]),
    ],
)
def test_html_shows_the_lines_that_people_see(html, texts):
    """What is run, hidden or around the text is no line; a tag parts two words, and no word from its mark."""
    assert [line.text for line in read_html(html).lines] == texts


def test_html_keeps_forms_depths_and_numbers():
    """Each line knows whether it is a heading or code, how deep it stands, and its line of the source."""
    html = "<h2>A</h2>\n<ul><li>b\n<details><summary>c</summary><p>d</p></details></li></ul>\n<pre>{\n  1\n}</pre>"
    assert [(line.text, line.form, line.depth, line.number) for line in read_html(html).lines] == [
        ("A", Form.HEADING, 0, 1),
        ("b", Form.TEXT, 1, 2),
        ("c", Form.TEXT, 1, 3),
        ("d", Form.TEXT, 2, 3),
        ("{\n  1\n}", Form.CODE, 0, 4),
    ]


def test_markdown_keeps_the_lines_of_its_source():
    """A line of Markdown is told by its number in the file, whatever stands before it."""
    text = "---\ntitle: T\n---\n\nA\nb\n\n- c\n  - d\n\n```\ne\n```\n"
    assert [(line.text, line.number) for line in read_markdown(text).lines] == [
        ("T", 1),
        ("A b", 5),
        ("c", 8),
        ("d", 9),
        ("e", 11),
    ]


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("Last updated on Mar 5, 2025", "2025-03-05"),
        ("Last updated: 5 March 2025", "2025-03-05"),
        ("Last modified on 2025-03-05T10:00:00Z", "2025-03-05"),
        ("Last updated on Foo 5, 2025", None),
        ("Last updated on February 31, 2025", None),
        ("Skip to main content", None),
    ],
)
def test_a_date_is_heard_and_never_made_up(said, date):
    """The day on which a page says it was changed is its date; anything else leaves it open."""
    text = f"Skip to main content\nBuy\nBuys.\nRequest Body\nkind string REQUIRED\nIt.\nResponses\n204\nNo\n{said}"
    if said.startswith("Last"):
        text = text.replace("Skip to main content", said).removesuffix(said)
    assert read_page(Capture(text.encode(), "page.txt")).page.date == date


TEXT = "Buy\nBuys.\nRequest Body\nkind string REQUIRED\nIt is caf\u00e9.\nResponses\n204\nNone\n"
HTML = f"<meta charset=%s>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (TEXT.encode(), "a.txt", None),
        (TEXT.encode("utf-8-sig"), "a.txt", None),
        (TEXT.encode("utf-16"), "a.txt", None),
        (TEXT.encode("utf-16"), "a.txt", "text/plain; charset=utf-8"),
        (TEXT.encode("utf-32"), "a.txt", None),
        (TEXT.encode("latin-1"), "a.txt", "text/plain; charset=ISO-8859-1"),
        (TEXT.replace("\n", "\r\n").encode(), "a.txt", None),
        ((HTML % "windows-1252").encode("cp1252"), "a.html", None),
        ((HTML % "latin1").encode("latin-1"), "a.html", "text/html"),
        ((HTML % "latin1").encode(), "a", "text/html; charset=utf-8"),
        ((HTML % "utf-8").encode(), "a", None),
        (TEXT.encode(), "a", "application/octet-stream"),
    ],
)
def test_encodings_are_heard(content, name, media_type):
    """A mark at the beginning, the server's word, then the page's own say how its bytes are read."""
    page = read_page(Capture(content, name, media_type=media_type)).page
    assert page.operations["Buy"].fields("request") == {
        "kind": {"type": "string", "required": True, "deprecated": False}
    }


@pytest.mark.parametrize(
    ("content", "name", "media_type", "message"),
    [
        (TEXT.encode("latin-1"), "a.txt", None, "line 5: this is not valid utf-8; save the page as UTF-8."),
        (b"a\x81b", "a.txt", "text/plain; charset=latin1", "line 1: this is not valid cp1252"),
        (TEXT.encode(), "a.txt", "text/plain; charset=zlib", "the encoding 'zlib' is not supported"),
        (b"<meta charset=rot13>x", "a.html", None, "the encoding 'rot13' is not supported"),
        (b"a\0b", "a.txt", None, "line 1: this is not text: it has zero bytes."),
        (b"PK\x03\x04x", "a.txt", None, "this is a ZIP archive"),
        (b"\x1f\x8bx", "a.html", None, "this is a gzip archive"),
        (b"%PDF-1.7", "a.txt", None, "this is a PDF"),
        (b" \n", "a.txt", None, "the page is empty."),
        (b"", "a.html", None, "the page is empty."),
        (b"x", "a", "image/png", "the server sends this as 'image/png', which is not a documentation page."),
        (b"<main></main>", "a.html", None, "the page shows no text."),
        (
            b"<div id=root></div><noscript>Run it</noscript>",
            "a.html",
            None,
            "it shows its text by script: save it",
        ),
    ],
)
def test_what_is_no_text_is_refused(content, name, media_type, message):
    """Bytes that are no text, or of an encoding that nobody names, are never guessed at."""
    with pytest.raises(PageError) as caught:
        read_page(Capture(content, name, media_type=media_type))
    assert message in str(caught.value)


def test_the_same_text_has_the_same_digest_whatever_its_blanks():
    """The digest is of the words; a changed word changes it."""
    digests = [
        read_page(Capture(text.encode(), "a.txt")).page.digest
        for text in (TEXT, TEXT.replace("\n", "\n\n").replace(" ", "  "), TEXT.replace("It is", "It was"))
    ]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("cell", "column", "message"),
    [
        ("maybe", "Required", "line 1: 'maybe' in the column required must be yes or no."),
        ("strng", "Type", "line 1: 'strng' is not a field's type."),
        ("two words", "Name", "line 1: 'two words' is not a field's name."),
    ],
)
def test_a_cell_that_holds_something_else_is_refused(cell, column, message):
    """A row is read by its columns, and never with a hole in it."""
    cells = {"Name": "id", "Type": "string", "Required": "yes"} | {column: cell}
    row = "".join(f"<td>{said}</td>" for said in cells.values())
    head = "".join(f"<th>{name}</th>" for name in cells)
    html = f"<h1>update</h1><p>It.</p><h2>Request</h2><table><tr>{head}</tr><tr>{row}</tr></table><h2>Example</h2>"
    with pytest.raises(PageError) as caught:
        read_page(Capture(html.encode(), "a.html"))
    assert message in str(caught.value)
