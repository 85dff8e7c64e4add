"""Pages as they are pasted from today's documentation systems: read to the last word, or refused with what to save."""

from __future__ import annotations

import pytest

from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.page_reader import Reading, read_page
from generator.docs.pages.paths import Scope
from generator.docs.pages.systems import saving_advice

MARKS = {"nullable": False, "deprecated": False}


def read(text: str, values=None, name: str = "page.txt") -> Reading:
    """What is read of a page, perhaps for an API whose fields take these values."""
    scope = None if values is None else Scope((), values=values)
    return read_page(Capture(text.encode(), name), scope)


def fields(reading: Reading, part: str):
    """The fields of a part of the only operation."""
    (operation,) = reading.page.operations.values()
    return operation.fields(part)


# A REST reference that was pasted as text, with permissions, authentication and errors.

REFERENCE = """\
Paint a truck

View as Markdown

Paints one truck of the fleet.

Permissions

The API token must have the following scope(s) enabled to make a successful request: Fleet.

Learn more about API scopes.

Authentication

AuthorizationBasic
The account is the user name, and its key the password.

Path parameters

idstringRequiredformat: "uuid"
Which truck.

Request

This endpoint expects an object.
colorenumRequired
Its new color.
shine_levelintegerOptional
At most 9.

Response

The truck as it is now. It may only be seen by its owner.
idstring
Which truck.
coatslist of objects or null
What was painted, coat by coat.

Errors

401
Unauthorized Error
422Unprocessable Entity Error
"""


def test_a_reference_with_errors_is_read():
    """Scheme, scope, bodies and statuses are facts; a field without a mark is neither required nor optional."""
    reading = read(REFERENCE)
    (operation,) = reading.page.operations.values()
    assert (reading.page.layout, operation.name) == ("reference", "Paint a truck")
    assert reading.page.security == {"scheme": "basic", "scope": "Fleet"}
    assert operation.statuses == ("401", "422")
    assert operation.fields("request") == {
        "color": MARKS | {"type": "enum", "required": True},
        "shine_level": MARKS | {"type": "integer", "required": False, "maximum": 9},
    }
    assert operation.fields("response") == {
        "id": MARKS | {"type": "string"},
        "coats": MARKS | {"type": "array", "nullable": True},
    }
    assert reading.gaps == ("the values of color: the page shows none",)


def test_a_rule_above_the_fields_is_kept():
    """A sentence about a whole body that sounds like a rule is given back by its digest, as those of fields are."""
    reading = read(REFERENCE)
    (operation,) = reading.page.operations.values()
    assert [reading.sentences[digest] for digest in operation.unread] == ["It may only be seen by its owner"]


@pytest.mark.parametrize("head", ["PUT https://fleet.example/v2/trucks/{id}", "PUT\n/v2/trucks/{id}"])
def test_a_reference_may_show_its_call(head):
    """Method and URL above the fields are the operation's."""
    reading = read(REFERENCE.replace("View as Markdown", head))
    (operation,) = reading.page.operations.values()
    assert (operation.method, operation.path) == ("PUT", "/v2/trucks/{id}")


@pytest.mark.parametrize("end", ["Errors", "Response", "coatslist", "What was painted"])
def test_a_reference_that_was_cut_is_refused(end):
    """What ends before the errors was not saved whole."""
    with pytest.raises(PageError):
        read(REFERENCE[: REFERENCE.index(end)])


# A reference of a client.

CLIENT = """\
get

View as MarkdownOpen in Claude

Returns a truck.

Path parameters

idstringRequired
Which truck.

Response

colorenumRequired
Its color.
Allowed values:{values}
ownerobjectOptional
Who has it.
driverobjectOptional
Who drives it.
platestringOptional
What stands on it.

Response Example

Response
1{{
2 "color": "red",
3 "owner": {{"name": "Ann"}},
4 "driver": {{"plate": "B 1"}}
5}}

Example

1client = FleetClient()
2
3client.fleet.heavy_trucks.get("x")
"""


def test_a_verb_alone_is_named_by_the_call_of_its_sample():
    """A heading that is a verb, and nothing more, gets the resource that the sample calls."""
    assert list(read(CLIENT.format(values="")).page.operations) == ["Heavy trucks: get"]


def test_a_sample_shows_what_belongs_to_an_object():
    """Where a text doesn't show what nests, the sample of the answer does: beside an object, or inside it."""
    assert {"owner", "driver", "driver.plate"} <= fields(read(CLIENT.format(values="")), "response").keys()


@pytest.mark.parametrize("sample", ['{"plate": "B 1"}', '"B 1"'])
def test_a_sample_that_shows_it_twice_or_never_is_no_help(sample):
    """The page is refused, as it is without a sample."""
    text = CLIENT.format(values="").replace('{"plate": "B 1"}', sample)
    text = text.replace('"owner"', '"plate": "B 2", "owner"') if sample.startswith("{") else text
    with pytest.raises(PageError, match="it is unclear whether 'plate' belongs to 'driver' or follows it"):
        read(text)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("\nred\nGET\nPOST", ["red", "GET", "POST"]),
        (" red, GET", ["red", "GET"]),
        ("redredish", ["red", "redish"]),
        ("redish", ["redish"]),
        (" redredish", ["red", "redish"]),
        (" redish", ["redish"]),
        (" redder", ["redder"]),
    ],
)
def test_values_are_read_where_a_text_lost_its_form(values, expected):
    """Values on lines of their own are values, methods too; where nothing parts them, the known ones do."""
    reading = read(CLIENT.format(values=values), {"color": ["red", "redish", "blue"]})
    assert fields(reading, "response")["color"]["enum"] == expected


@pytest.mark.parametrize("values", ["redpink", "pink", "redishred"])
def test_values_that_nothing_parts_are_never_guessed(values):
    """An unknown value among joined ones, or two ways to part them, is refused by name."""
    known = {"color": ["red", "ish", "redish", "shred", "i"]}
    with pytest.raises(PageError, match=f"line 16: nothing parts the values '{values}' of color"):
        read(CLIENT.format(values=values), known)


def test_joined_values_behind_a_blank_are_no_new_value():
    """What begins with two known values is refused as well where a blank stands before it."""
    with pytest.raises(PageError, match="nothing parts the values 'redbluepink' of color"):
        read(CLIENT.format(values=" redbluepink"), {"color": ["red", "blue"]})


def test_without_an_api_joined_values_are_told_as_not_read():
    """Who only reads a page sees that its values could not be told apart."""
    reading = read(CLIENT.format(values="redpink"))
    assert fields(reading, "response")["color"] == MARKS | {
        "type": "enum",
        "required": True,
        "example": "red",
    }
    assert reading.gaps == ("the values of color: nothing parts them in 'redpink'",)


@pytest.mark.parametrize("head", ["menuuintRequired", "tiresbigintOptional", "tires_smallintOptional"])
def test_the_end_of_an_unknown_type_is_not_taken_for_a_type(head):
    """Where a longer word than a known type stands, the name isn't cut before it, and the line is refused."""
    with pytest.raises(PageError, match=f"unexpected '{head}'"):
        read(CLIENT.format(values="").replace("platestringOptional", head))


@pytest.mark.parametrize(("head", "name"), [("menuintegerOptional", "menu"), ("tiresintOptional", "tires")])
def test_a_name_before_a_known_type_may_end_as_an_unknown_one_begins(head, name):
    """Only words that are types elsewhere are no ends of names."""
    text = (
        CLIENT.format(values="")
        .replace("platestringOptional", head)
        .replace('"plate": "B 1"', f'"{name}": 1')
    )
    assert fields(read(text), "response")[f"driver.{name}"]["type"] == "integer"


OUTLINE = """\
update
Changes a truck.
Request
color
Its color.
Allowed values:
{between}shape
Its shape.
Response
id
Which truck.
Response Example
1{{
2 "id": "x"
3}}
"""


def test_a_name_alone_after_values_is_a_field_where_it_is_described():
    """In a text of names and words, a described name below `Allowed values:` is the next field."""
    assert list(fields(read(OUTLINE.format(between="")), "request")) == ["color", "shape"]


def test_a_name_alone_that_may_be_a_value_is_refused():
    """One without a description may be a value or a field: nobody guesses."""
    with pytest.raises(
        PageError, match="it is unclear whether 'red' is a value of the field above or a field"
    ):
        read(OUTLINE.format(between="red\nblue\n"))


# A REST reference whose text lost what keeps names and types apart.

JOINED = """\
Skip to main content

Paint a Truck

PUT

/trucks/:id

Paints the truck.

Request

Path Parameters

    id uuidrequired

    Which truck.

Body

required

    colorstring

    Its color.

    Possible values: [red, blue]

    Example: red
    hook_urlurideprecated

    Asked when it is dry.

    Example:
    coat_idsstring[]

    Its coats.

Responses

    200

OK
"""


def test_joined_names_and_types_are_read():
    """A name with its type directly behind it is a field; an answer whose body such a text lacks is told as a gap."""
    reading = read(JOINED)
    never = {"required": False, "deprecated": False}
    assert fields(reading, "path") == {"id": never | {"type": "string", "format": "uuid", "required": True}}
    assert fields(reading, "request") == {
        "color": never | {"type": "string", "enum": ["red", "blue"], "example": "red"},
        "hook_url": never | {"type": "string", "format": "uri", "deprecated": True},
        "coat_ids": never | {"type": "array", "items": "string"},
    }
    assert reading.gaps == ("the body of the answer 200 of Paint a Truck: the page shows none",)


# Pages that show bodies by samples alone, pasted in two ways.

SAMPLES = """\
List trucks

Lists the trucks of a depot. You can set filters: color and depot_id. The depot_id must use https://.
The depot must be open.

Query Parameters

{labels}
Response Body

application/json

curl -X GET "https://fleet.example/v1/trucks"{{"data": [{{"id": "a"}}]}}{{"error": {{"code": "NO_FUEL"}}}}
"""
LABELS = """\
limit?integer
Default
20Range
1 <= value <= 100kind?string
Value in
"new" | "old"depot_id?string
Format
uuidsearch?string
Length
1 <= lengthafter?string
"""
LINES = """\
limit?integer
Default20
Range1 <= value <= 100
kind?string
Value in"new" | "old"
depot_id?string
Formatuuid
search?string
Length1 <= length
after?string
"""


@pytest.mark.parametrize("labels", [LABELS, LINES])
def test_joined_labels_are_read(labels):
    """What a label holds ends where its kind of value does; what follows on the line is the next label or field."""
    assert fields(read(SAMPLES.format(labels=labels)), "query") == {
        "limit": {"type": "integer", "required": False, "default": 20, "minimum": 1, "maximum": 100},
        "kind": {"type": "string", "required": False, "enum": ["new", "old"]},
        "depot_id": {"type": "string", "required": False, "format": "uuid"},
        "search": {"type": "string", "required": False, "minLength": 1},
        "after": {"type": "string", "required": False},
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("20Range", "tenRange", "'tenRange' after 'Default'"),
        ("uuidsearch", "cuidsearch", "'cuidsearch?string' after 'Format'"),
        ("100kind", "100 kind", "'1 <= value <= 100 kind?string' after 'Range'"),
    ],
)
def test_a_label_that_ends_nowhere_is_refused(old, new, message):
    """A value whose end can't be told is shown in the error."""
    with pytest.raises(PageError, match=message.replace("?", r"\?")):
        read(SAMPLES.format(labels=LABELS.replace(old, new)))


def test_rules_and_samples_that_fit_nothing_are_told():
    """Rules above the operation are read or kept; a sample of an error without a status can't be read."""
    reading = read(SAMPLES.format(labels=LINES))
    (operation,) = reading.page.operations.values()
    assert operation.fields("request") == {"color": {}, "depot_id": {"prefix": "https://"}}
    assert [{**reading.sentences, **reading.unread_parts}[digest] for digest in operation.unread] == [
        "The depot must be open",
        "the sample of the error NO_FUEL: the page names no status for it",
    ]


def test_a_sample_of_another_call_is_refused():
    """A page that gives one method above and another in its sample contradicts itself."""
    text = SAMPLES.format(labels=LINES).replace("List trucks\n", "List trucks\nPOST\n/v1/trucks\n", 1)
    with pytest.raises(PageError, match="the page gives the method POST, and its sample the method GET"):
        read(text)


# Columns and labels that no page was seen with.

TABLE = """\
# Paint a truck

Uses PUT.

## Request

| Field | Type | {column} | Description |
|---|---|---|---|
| color | string | {cell} | Its color. |

## Example

```
paint
```
"""


@pytest.mark.parametrize(
    ("column", "cell", "facts"),
    [
        ("Mandatory", "no", {"required": False}),
        ("In", "body", {}),
        ("Since", "", {}),
    ],
)
def test_known_columns_are_read(column, cell, facts):
    """Columns go by several names; one in which nothing stands states nothing."""
    request = fields(read(TABLE.format(column=column, cell=cell), name="page.md"), "request")
    assert request == {"color": MARKS | {"type": "string"} | facts}


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("Since", "3.1", "the column 'Since' of a table of fields is not known"),
        ("In", "query", "has a field in 'query'"),
    ],
)
def test_unknown_columns_are_refused(column, cell, message):
    """What a column holds is never dropped: one that isn't known, or says something else, is named."""
    with pytest.raises(PageError, match=message):
        read(TABLE.format(column=column, cell=cell), name="page.md")


@pytest.mark.parametrize(
    ("words", "facts", "sentence"),
    [
        ("Maximum: 9", {"maximum": 9}, ""),
        ("Min length: 2", {"minLength": 2}, ""),
        ("Since: 3.1", {}, "Since: 3.1"),
        ("Multiple of: 5", {}, "Multiple of: 5"),
        ("Note: it dries.", {}, ""),
    ],
)
def test_labels_are_facts_or_told(words, facts, sentence):
    """A label that is known states a fact; an unknown one is kept like a rule that no pattern reads."""
    reading = read(JOINED.replace("    Its color.\n", f"    {words}\n"))
    color = fields(reading, "request")["color"]
    assert color.items() >= facts.items()
    assert list(reading.sentences.values()) == ([sentence] if sentence else [])


# Systems whose pages can't be read in the form they came in.


@pytest.mark.parametrize(
    ("text", "name", "advice"),
    [
        (
            "<html><body><div class='redoc-wrap'>Trucks</div></body></html>",
            "a.html",
            "Redoc: save the OpenAPI document",
        ),
        (
            "<html><body><div id='swagger-ui'>Trucks</div></body></html>",
            "a.html",
            "Swagger UI: save the OpenAPI",
        ),
        (
            "<html><body><div class='scalar-app'>Trucks</div></body></html>",
            "a.html",
            "Scalar: save the OpenAPI",
        ),
        (
            "<html><body><elements-api>Trucks</elements-api></body></html>",
            "a.html",
            "Stoplight Elements: save the",
        ),
        ("---\ntoc_footers: []\n---\n# Trucks\n", "a.md", "Slate or widdershins: save the OpenAPI document"),
        (
            "# TruckApi\n\nAll URIs are relative to *https://fleet.example*\n",
            "a.md",
            "openapi-generator: save the",
        ),
        ("{% method %}\n## Trucks\n{% endmethod %}\n", "a.md", "GitBook, in its source: save the OpenAPI"),
        ("Trucks\nLists trucks.\nPowered by GitBook\n", "a.txt", "GitBook: save the page's Markdown"),
        ("Trucks\nMade with Material for MkDocs\n", "a.txt", "MkDocs: save the OpenAPI document"),
        (
            "PUT\n/\ntrucks\nAuthorizations\nAuthorization\nstring\nheader\n",
            "a.txt",
            "Mintlify: save the page's Mark",
        ),
        (
            'import "@typespec/http";\nusing TypeSpec.Http;\n',
            "a.txt",
            "TypeSpec: compile it to an OpenAPI document",
        ),
        (
            '{"openrpc": "1.2.6", "methods": []}',
            "a.json",
            "OpenRPC: export or find the API's OpenAPI document",
        ),
        ("asyncapi: 3.0.0\nchannels: {}\n", "a.yaml", "AsyncAPI: export or find"),
        ('{"info": {"_postman_id": "1"}, "item": []}', "a.json", "Postman: export or find"),
    ],
)
def test_a_refusal_names_what_to_save_instead(text, name, advice):
    """Of a page that can't be read, the system that made it is recognised, and what it has that can be."""
    with pytest.raises(PageError, match=f"this looks like a page of {advice}"):
        read(text, name=name)


SIGNS = {
    "Redoc": [
        '<p class="redoc-wrap">', "redoc-container", "redoc-json", "redoc-markdown", "<redoc spec='x'>",
        "redoc.standalone.js", "a\nRequest samples\nb", "a\nResponse samples\nb",
    ],
    "Swagger UI": ["swagger-ui", "a\nTry it out\nb"],
    "Scalar": [
        "scalar-app", "scalar-api", "scalar-container", "scalar-reference", "a\nTest Request (get /a)",
        "Show Child Attributes",
    ],
    "Stoplight Elements": ["<elements-api>", "sl-elements", "sl-stack", "sl-panel", "a\npowered by Stoplight"],
    "Slate or widdershins": [
        "language_tabs:", "toc_footers:", "<!-- Generator: Widdershins v4", "> Scroll down for code samples",
    ],
    "openapi-generator": ["All URIs are relative to *x*", "[[Back to top]]"],
    "GitBook, in its source": ["{% method %}", "{%openapi src", "{% tab title", "{% tabs %}", "{% endmethod %}"],
    "GitBook": ['content="GitBook"', "Powered by GitBook"],
    "MkDocs": ['content="mkdocs-1.6"', "Made with Material for MkDocs"],
    "ReadMe": ["rm-ReferenceMain", "Click Try It! to start a request"],
    "Mintlify": [
        'content="Mintlify"', "Available options: a", "a\nAuthorizations\nb", "<ResponseField name",
        "Powered by Mintlify",
    ],
    "fumadocs": ["fumadocs", "Use the request body type in TypeScript.", "Use the response body type in TypeScript."],
    "Docusaurus": ['content="Docusaurus v3"', "docusaurus-openapi"],
    "TypeSpec": ['import "@typespec/http"', "using TypeSpec.Http"],
    "OpenRPC": ["'openrpc' : '1.2'", '"openrpc":', "openrpc : 1.2.6"],
    "AsyncAPI": ["'asyncapi' : '3.0'", '"asyncapi":', "asyncapi: 3.0.0"],
    "RAML": ["#%RAML 1.0"],
    "Postman": ["_postman_id", "https://schema.getpostman.com/x"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "sign"), [(name, sign) for name, signs in SIGNS.items() for sign in signs])
def test_each_sign_tells_its_system(name, sign):
    """Each sign of a documentation system is enough to know it by."""
    assert saving_advice(sign).startswith(f"this looks like a page of {name}: ")


@pytest.mark.parametrize(
    "text", ["", "redocly", "the GitBook", "asl-stack", "{% table %}", "Test Requests", "samples"]
)
def test_what_only_looks_like_a_sign_tells_nothing(text):
    """A word of a sign alone is none."""
    assert saving_advice(text) == ""


@pytest.mark.parametrize("name", ["page.mdx", "page.md", "page.txt"])
@pytest.mark.parametrize(
    ("component", "told"),
    [
        ('<EndpointSchemaSnippet endpoint="PUT /trucks/{id}" />', "<EndpointSchemaSnippet>"),
        ('  <EndpointResponseSnippet endpoint="PUT /trucks/{id}" />', "<EndpointResponseSnippet>"),
        ('<Markdown src="/snippets/scopes.mdx" />', "<Markdown>"),
    ],
)
def test_the_source_of_a_page_is_refused_where_it_leaves_something_to_its_site(name, component, told):
    """A page's source that only names what the published page shows is refused by line, with what to save instead."""
    source = (
        f'---\ntitle: "paint"\n---\n\nPaints a truck.\n\n{component}\n\n## Request\n\n'
        '<ParamField path="color" type="string" required={true}>\n  Its color.\n</ParamField>\n'
    )
    with pytest.raises(PageError) as caught:
        read(source, name=name)
    assert caught.value.line == 7
    assert told in caught.value.message
    assert "published one: save that page's Markdown (its address with .md added)" in caught.value.message


def test_the_source_of_a_page_that_has_its_fields_is_read():
    """A page's source that describes each field itself is read as any page."""
    source = (
        '---\ntitle: "paint"\n---\n\nPaints a truck. Uses PUT.\n\n## Request\n\n'
        '<ParamField path="color" type="string" required={true}>\n  Its color.\n</ParamField>\n\n'
        "## Example\n\n```python\npaint()\n```\n"
    )
    assert list(fields(read(source, name="page.mdx"), "request")) == ["color"]


def test_a_heading_of_errors_without_any_is_listed():
    """A page that ends at the heading of its errors is read, and that it shows none of them is told."""
    whole = read(REFERENCE)
    cut = read(REFERENCE[: REFERENCE.index("\nErrors\n")] + "\nErrors\n")
    assert [gap for gap in cut.gaps if gap not in whole.gaps] == [
        "the errors of Paint a truck: the page shows none"
    ]
