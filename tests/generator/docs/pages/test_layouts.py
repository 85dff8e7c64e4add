"""The layouts: what each reads on a small page, and what the absence of a mark means there."""

from __future__ import annotations

import pytest

from generator.docs.pages.capture import PageError
from generator.docs.pages.page_reader import read_page
from generator.facts import Operation
from tests.generator.docs.render_pages import captured

GLUED = """\
AcmeThings
update
View as MarkdownOpen in Claude
Changes a thing. Uses PATCH.
Path parameters
idstringRequiredformat: "uuid"
Its id.
Request
kindenumOptional
Its kind.
Allowed values:
old_namestring or nullOptionalDeprecated
Its old name.
sizeintegerOptional>=1<=100Defaults to 5
Its size.
Response
tagslist of enumsRequired
Its tags.
seen_atdatetime or nullRequired
When it was seen.
Response Example
Response
1{
2 "tags": ["a"],
3 "seen_at": null
4}
Example
1import acme
2
3acme.update()
"""

OUTLINE = """\
update
Changes a thing. Uses PATCH.
Request
kind
Its kind.
Allowed values: a b
old_nameDeprecated
Its old name.
Response
id
Its id.
Response Example
Response
"""

STACKED = """\
Things
List things
GET
https://acme.example/api/things
Lists things.
Permissions
The API token must include the following scopes: Things.
Request
Query Parameters
kind
string
required
deprecated
The kind. Possible values are: a or b.
Example: a
Responses
200
OK
application/json
Schema
Example (auto)
Schema
links
object
self
string
next
string
data
object[]
Release a thing
DELETE
https://acme.example/api/things/:id
Releases a thing. This cannot be undone.
Request
Path Parameters
id
uuid
required
Which thing.
Responses
204
No Content
404
Not Found
application/json
Schema
error
string
What went wrong.
"""

INLINE = """\
Skip to main content
Buy a thing
Buys a thing.
Request Body REQUIRED
kind string REQUIRED
The kind.
size integer
The size.
Responses
200
OK
Schema OPTIONAL
id uuid OPTIONAL
Its id.
tags string[] OPTIONAL
Its tags.
"""

SAMPLES = """\
Things
Change a thing
Changes a thing. The updatable fields are name and hook_url. Any other field
returns 400 INVALID_INPUT.
- Omit a field or send
nullto leave it unchanged. - Send an empty string for
nameto clear it.
- Send an empty string for
hook_urlto get422 VALIDATION_FAILED.
The hook_url must use https://.
Requires the things:write scope.
AuthorizationBearer <token>
In: header
Path Parameters
thing*string
Format
uuidRequest Body
application/json
Response Body
application/json
application/json
curl -X PATCH "https://acme.example/v1/things/0c8f3f4e-51c4-4a37-9b0a-6a1f5b1d7e22" \\ -d '{ "name": "A" }'{
"ok": true,
"size": 3,
"extra": {
"property1": "a"
},
"rows": [
{
"at": "2025-01-15T09:30:00Z"
}
]
}{
"error": {
"code": "UNAUTHORIZED"
}
}
"""


def read(text: str, form: str = "text"):
    """The page that a text is."""
    return read_page(captured(text, form)).page


def only(text: str) -> Operation:
    """The only operation of a page."""
    (operation,) = read(text).operations.values()
    return operation


def test_glued_says_type_presence_and_null_of_every_field():
    """Without `or null` a field is never null, and without a mark it isn't deprecated."""
    page = read(GLUED)
    never = {"nullable": False, "deprecated": False}
    assert (page.layout, page.title) == ("glued", "Things: update")
    assert page.operations == {
        "Things: update": Operation(
            "Things: update",
            "PATCH",
            None,
            {
                "path": {"id": never | {"type": "string", "format": "uuid", "required": True}},
                "request": {
                    "kind": never | {"type": "enum", "required": False},
                    "old_name": {"type": "string", "required": False, "nullable": True, "deprecated": True},
                    "size": never
                    | {"type": "integer", "required": False, "minimum": 1, "maximum": 100, "default": 5},
                },
                "response": {
                    "tags": never | {"type": "array", "required": True, "example": ["a"]},
                    "seen_at": {
                        "type": "string",
                        "format": "date-time",
                        "required": True,
                        "nullable": True,
                        "deprecated": False,
                        "example": None,
                    },
                },
            },
        )
    }


def test_outline_says_names_and_deprecations():
    """Of types, presence and null it says nothing; values that it shows are stated."""
    assert only(OUTLINE).parts == {
        "request": {"kind": {"deprecated": False, "enum": ["a", "b"]}, "old_name": {"deprecated": True}},
        "response": {"id": {"deprecated": False}},
    }


def test_stacked_denies_marks_that_are_absent():
    """No mark of required or deprecated denies it; of null it says nothing. Each operation has its address."""
    page = read(STACKED)
    never = {"required": False, "deprecated": False}
    assert (page.layout, page.title, page.security) == ("stacked", "Things", {"scope": "Things"})
    assert page.errors == {"404": {"error": never | {"type": "string"}}}
    assert page.operations == {
        "List things": Operation(
            "List things",
            "GET",
            "/api/things",
            {
                "query": {
                    "kind": {
                        "type": "string",
                        "required": True,
                        "deprecated": True,
                        "enum": ["a", "b"],
                        "example": "a",
                    }
                },
                "response": {
                    "links": never | {"type": "object"},
                    "links.self": never | {"type": "string"},
                    "links.next": never | {"type": "string"},
                    "data": never | {"type": "array"},
                },
            },
            ("200",),
        ),
        "Release a thing": Operation(
            "Release a thing",
            "DELETE",
            "/api/things/{id}",
            {"path": {"id": {"type": "string", "format": "uuid", "required": True, "deprecated": False}}},
            ("204", "404"),
            ("097de33c",),
        ),
    }


@pytest.mark.parametrize(
    ("mark", "expected"), [(" REQUIRED", True), (" OPTIONAL", False), ("\nREQUIRED", True), ("", None)]
)
def test_the_mark_of_a_body_says_whether_it_must_be_there(mark, expected):
    """The mark behind the heading, or below it where a text lost its form, is read, and none says nothing."""
    text = INLINE.replace("Request Body REQUIRED", f"Request Body{mark}")
    (operation,) = read(text).operations.values()
    assert operation.body_required is expected


def test_inline_says_presence_where_a_word_stands():
    """OPTIONAL denies, REQUIRED states, and neither word says nothing. The page gives no address."""
    page = read(INLINE)
    never = {"deprecated": False}
    assert page.operations == {
        "Buy a thing": Operation(
            "Buy a thing",
            None,
            None,
            {
                "request": {
                    "kind": never | {"type": "string", "required": True},
                    "size": never | {"type": "integer"},
                },
                "response": {
                    "id": never | {"type": "string", "format": "uuid", "required": False},
                    "tags": never | {"type": "array", "items": "string", "required": False},
                },
            },
            ("200",),
            body_required=True,
        )
    }


def test_samples_gives_types_from_samples_and_rules_from_words():
    """Lost blanks don't hide the rules; an object with names of the caller's choice has no fields."""
    page = read(SAMPLES)
    never_sent = {"required": False, "nullable": True}
    assert (page.title, page.security) == (
        "Things: Change a thing",
        {"scheme": "bearer", "scope": "things:write"},
    )
    assert page.errors == {
        "401": {"error": {"type": "object"}, "error.code": {"type": "string", "example": "UNAUTHORIZED"}}
    }
    assert page.operations == {
        page.title: Operation(
            page.title,
            "PATCH",
            "/v1/things/{thing}",
            {
                "path": {"thing": {"type": "string", "format": "uuid", "required": True}},
                "request": {
                    "name": never_sent | {"type": "string", "clearable": True, "example": "A"},
                    "hook_url": never_sent | {"clearable": False, "prefix": "https://"},
                },
                "response": {
                    "ok": {"type": "boolean", "example": True},
                    "size": {"type": "integer", "example": 3},
                    "extra": {"type": "object"},
                    "rows": {"type": "array"},
                    "rows.at": {"type": "string", "format": "date-time", "example": "2025-01-15T09:30:00Z"},
                },
            },
            ("400", "401", "422"),
        )
    }


def test_a_rule_of_the_body_that_no_pattern_reads_is_told_of_the_fields_it_names():
    """A sentence above the operation that sounds like a rule stands, by its digest, with each field it names."""
    text = SAMPLES.replace("The hook_url must use https://.", "The hook_url must answer within a second.")
    reading = read_page(captured(text))
    (operation,) = reading.page.operations.values()
    ((mark, sentence),) = reading.sentences.items()
    assert sentence == "The hook_url must answer within a second"
    assert [name for name, facts in operation.fields("request").items() if facts.get("unread") == [mark]] == [
        "hook_url"
    ]


@pytest.mark.parametrize(
    "said",
    ["Omit a field or send nullto clear it.", "Send nullto clear a field.", "Leave out a field to clear it."],
)
def test_another_meaning_of_null_is_told(said):
    """What a field that is left out means is read as what it is known to mean, or told."""
    unchanged = "Omit a field or send\nnullto leave it unchanged."
    assert unchanged in SAMPLES
    reading = read_page(captured(SAMPLES.replace(unchanged, said)))
    assert said.removesuffix(".") in reading.sentences.values()


def test_samples_pairs_statuses_that_the_page_shows():
    """Where the page shows as many statuses as samples, they belong together in order."""
    text = SAMPLES.replace("Response Body\napplication/json\napplication/json", "Response Body\n201\n409")
    page = read(text)
    assert (list(page.errors), page.operations[page.title].statuses) == (
        ["409"],
        ("201", "400", "409", "422"),
    )


def test_samples_reads_the_fields_that_a_body_lists():
    """A body whose fields are listed with their marks has what the marks say, and what its sample shows."""
    text = SAMPLES.replace(
        "uuidRequest Body\napplication/json\n", "uuid\nRequest Body\nname?string\nLength\nlength <= 40\n"
    )
    assert only(text).fields("request")["name"] == {
        "type": "string",
        "required": False,
        "nullable": True,
        "maxLength": 40,
        "clearable": True,
        "example": "A",
    } | {"required": False}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "data\nobject[]\n",
            "data\nobject[]\nname\nstring\n",
            "line 31: it is unclear whether 'name' belongs to 'data'",
        ),
        (
            "self\nstring\n",
            "self\nstring\nself\nstring\n",
            "line 27: the field 'links.self' is listed twice.",
        ),
        (
            "Release a thing",
            "List things",
            "line 31: the operation 'List things' is described twice.",
        ),
        ("data\nobject[]\n", "data\nobject[]\nArray [\nid\nuuid\n", "the page is cut off within"),
        (
            "links\nobject\n",
            "]\nlinks\nobject\n",
            "line 23: ']' has no 'Array [' before it.",
        ),
    ],
)
def test_what_is_unclear_is_refused(old, new, message):
    """A page whose fields could belong to this or to that, or stand twice, is not read by a guess."""
    text = STACKED.replace(old, new)
    if new.endswith("id\nuuid\n"):
        text = text[: text.index("Release")]
    with pytest.raises(PageError) as caught:
        read(text)
    assert message in str(caught.value)


def test_marked_items_and_dots_say_what_fields_belong_to():
    """In a plain text, `Array [` and `]` enclose the fields of a list's items, and dots lead into an object."""
    text = STACKED.replace(
        "data\nobject[]\n", "data\nobject[]\nArray [\nid\nuuid\n]\nmeta\nobject\nmeta.total\nint32\n"
    )
    assert list(read(text).operations["List things"].fields("response"))[3:] == [
        "data",
        "data.id",
        "meta",
        "meta.total",
    ]


def test_a_field_may_be_called_like_a_heading_or_a_mark():
    """Names in small letters are names: body, schema, required, deprecated, example and format."""
    names = ["body", "schema", "required", "deprecated", "example", "format", "request"]
    listed = "".join(f"{name}\nstring\n" for name in names)
    text = STACKED.replace(
        "kind\nstring\nrequired\ndeprecated\n", f"{listed}kind\nstring\nrequired\ndeprecated\n"
    )
    query = read(text).operations["List things"].fields("query")
    assert [*query] == [*names, "kind"]
    assert (query["request"]["required"], query["kind"]["required"]) == (False, True)


def test_a_sample_between_fields_adds_what_it_shows_of_them():
    """JSON below an answer gives examples of the fields that are listed, and no new ones."""
    text = STACKED.replace("data\nobject[]\n", 'data\nobject[]\n{\n"links": {"self": "/a"},\n"other": 1\n}\n')
    response = read(text).operations["List things"].fields("response")
    assert (response["links.self"]["example"], "other" in response) == ("/a", False)


def test_an_error_of_several_operations_is_stated_once():
    """The bodies that go with a status add up, whatever operations they are shown of."""
    text = STACKED.replace(
        "Release a thing\n",
        "404\nNot Found\nSchema\nerror\nstring\nIt.\ncode\nint32\nIts code.\nRelease a thing\n",
    )
    never = {"required": False, "deprecated": False}
    assert read(text).errors == {
        "404": {
            "error": never | {"type": "string"},
            "code": never | {"type": "integer", "format": "int32"},
        }
    }


def test_a_heading_without_fields_states_nothing():
    """A list that is folded away is not stated: nothing in it was removed."""
    text = STACKED.replace("links\nobject\nself\nstring\nnext\nstring\ndata\nobject[]\n", "")
    assert [*read(text).operations["List things"].parts] == ["query"]


def test_words_that_begin_with_a_number_are_no_status():
    """A status stands alone or before its reason; three digits and words are words."""
    text = STACKED.replace("What went wrong.", "100 characters at most.\n250 is what most need.")
    assert read(text).errors["404"]["error"]["unread"] != []
    assert read(text).operations["Release a thing"].statuses == ("204", "404")


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("any", {}),
        ("string[]", {"type": "array", "items": "string"}),
        ("string[][]", {"type": "array"}),
        ("object[]", {"type": "array"}),
        ("array of integers", {"type": "array", "items": "integer"}),
        ("map from strings to objects", {"type": "object"}),
        ("string<uuid>", {"type": "string", "format": "uuid"}),
        ("integer (int64)", {"type": "integer", "format": "int64"}),
        ("datetime", {"type": "string", "format": "date-time"}),
        ("url", {"type": "string", "format": "uri"}),
        ("string | null", {"type": "string", "nullable": True}),
        ("boolean nullable read-only", {"type": "boolean", "nullable": True}),
        ("number >= 0.5 <= 9", {"type": "number", "minimum": 0.5, "maximum": 9}),
        ("integer 1-100", {"type": "integer", "minimum": 1, "maximum": 100}),
        ("string 3-40 characters", {"type": "string", "minLength": 3, "maxLength": 40}),
        ("string >= 3 characters", {"type": "string", "minLength": 3}),
        ("boolean Defaults to false", {"type": "boolean", "default": False}),
        ("number Defaults to NaN", {"type": "number", "default": "NaN"}),
    ],
)
def test_the_words_of_a_head_state_types_and_marks(words, facts):
    """A type in any of its spellings, then marks, limits and a default."""
    text = STACKED.replace("self\nstring\n", f"self\n{words}\n")
    field = read(text).operations["List things"].fields("response")["links.self"]
    assert field == {"required": False, "deprecated": False} | facts


@pytest.mark.parametrize(
    "words", ["strings", "string or nul", "sting", "string [3", "integer >= x", "1" * 20, ""]
)
def test_words_of_a_head_that_mean_nothing_are_refused(words):
    """A type or mark that nobody knows is not passed over."""
    with pytest.raises(PageError):
        read(STACKED.replace("self\nstring\n", f"self\n{words}\n"))


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("REST ClientPhone Numbers", "Phone Numbers: update"),
        ("Client > Phone Numbers > update", "Phone Numbers: update"),
        ("Client / Things", "Things: update"),
        ("update", "update"),
    ],
)
def test_an_operation_is_named_by_its_heading_and_the_trail_to_it(first, name):
    """The last step of the trail that leads to the page stands before its heading, unless it is the heading."""
    assert [*read(GLUED.replace("AcmeThings", first)).operations] == [name]
