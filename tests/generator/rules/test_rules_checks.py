"""The rules on checks and handlers: a row that names what is gone, or is written in another way, says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.rules import check_file
from tests.generator.conftest import PETS, SOURCES

HEAD = "      responses:\n        '200':\n          description: The pet."
NAME = "        name: {type: string, description: Its name., examples: [Rex], x-sources: [guide]}\n"
KIND = (
    "        kind: {$ref: '#/components/schemas/Kind', description: Its kind., examples: [cat],"
    " x-sources: [guide]}\n"
)
ROW = "{check: kind, rule: as it is, page: guide, fields: [name], values: {kind: [cat]}, facts: [enum]}"
HANDLER = "{kind: {cat: {required: [name], sources: [guide]}}}"


@pytest.fixture
def find_breaches(tmp_path, monkeypatch):
    """What the rules find in the small document with some checks and handlers, as it is printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    request = "        request:\n          name: {type: string}\n"
    kind = "          kind: {enum: [cat]}\n"
    (tmp_path / "sources" / "pets.yaml").write_text(
        SOURCES.replace(request, request + kind), encoding="utf-8"
    )

    def check(checks=f"[{ROW}]", handlers=HANDLER, place=HEAD):
        extensions = f"      x-handlers: {handlers}\n      x-checks: {checks}\n".replace(": \n", ":\n")
        text = PETS.replace(NAME, NAME + KIND).replace(place, extensions + place)
        text = text.replace(
            "big-dog: {description: A dog., ", "big-dog: {description: A dog., answers-only: true, "
        )
        Path("pets.yaml").write_text(text, encoding="utf-8")
        findings = check_file(Path("pets.yaml"))
        # That a field has no check is found by tests of its own.
        return [str(one).partition(": ")[2] for one in findings if one.rule != "NW605"]

    return check


def lines(*rows):
    """Rows as a list with a line for each, as the curated files have it."""
    return "".join(f"\n        - {row}" for row in rows)


def test_rows_that_fit(find_breaches):
    """Rows and handlers that name what the document has are fine, and so are none of either."""
    assert find_breaches(lines(ROW)) == []
    assert (
        find_breaches(lines(ROW, "{check: kinds, rule: r, page: guide, values: {kind: answers-only}}")) == []
    )
    assert find_breaches(lines(ROW, "{check: kinds, rule: r, page: guide, values: {kind: settable}}")) == []
    row = "{check: kinds, rule: r, page: guide, handlers: [kind], facts: [usedWith]}"
    assert find_breaches(lines(ROW, row)) == []


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf", "allOf"])
def test_a_field_whose_values_lead_in_a_circle(keyword, find_breaches):
    """A schema that is an alternative of itself is read once, with the values that it lists."""
    find_breaches()
    text = Path("pets.yaml").read_text(encoding="utf-8")
    circle = f"    Kind:\n      {keyword}: [{{$ref: '#/components/schemas/Kind'}}]\n"
    Path("pets.yaml").write_text(changed(text, "    Kind:\n", circle), encoding="utf-8")
    assert [finding for finding in check_file(Path("pets.yaml")) if finding.rule.startswith("NW6")] == []


def changed(text, old, new):
    """A text with one part replaced."""
    assert old in text
    return text.replace(old, new)


CODE = (
    "        code: {type: string, format: uuid, description: Its code., examples: [x], x-sources: [guide]}\n"
)
QUERY = (
    "        - {name: kind, in: query, description: A kind., schema: {$ref: '#/components/schemas/Kind'}}\n"
)


@pytest.mark.parametrize(
    ("row", "gap"),
    [
        ("{check: enum, rule: as it is, page: guide, fields: [name]}", "'kind' is an enum"),
        (
            "{check: kind, rule: as it is, page: guide, values: {kind: [cat]}, facts: [enum]}",
            "'kind' is an enum",
        ),
        ("{check: kind, rule: as it is, page: guide, values: {kind: settable}, facts: [enum]}", ""),
        ("{check: kind, rule: as it is, page: guide, handlers: [kind], facts: [enum]}", ""),
        ("{check: kind, rule: as it is, page: guide, fields: [name]}", ""),
    ],
)
def test_enum_without_a_check(find_breaches, row, gap):
    """Where a document checks an enum, another that is sent and that no row checks in full says so."""
    find_breaches(lines(row))
    text = Path("pets.yaml").read_text(encoding="utf-8")
    Path("pets.yaml").write_text(changed(text, "enum: [cat, ", "enum: [cat, bird, "), encoding="utf-8")
    assert gaps() == (
        [f"The field {gap} that update_pet sends, and no check refuses another text for it."] * bool(gap)
    )


def test_uuid_without_a_check(find_breaches):
    """So does a UUID; one in the path, and one that has its check, don't."""
    find_breaches(lines("{check: uuid, rule: as it is, page: guide, fields: [name]}"))
    text = Path("pets.yaml").read_text(encoding="utf-8")
    path_id = changed(
        text, "schema: {type: string, examples: [p1]}", "schema: {type: string, format: uuid, examples: [p1]}"
    )
    Path("pets.yaml").write_text(path_id, encoding="utf-8")
    assert gaps() == []
    Path("pets.yaml").write_text(changed(path_id, NAME, NAME + CODE), encoding="utf-8")
    assert gaps() == [
        "The field 'code' is a UUID that update_pet sends, and no check refuses another text for it."
    ]
    row = "      x-checks:\n        - {check: uuid, rule: a UUID, page: guide, fields: [code]}"
    Path("pets.yaml").write_text(
        changed(changed(path_id, NAME, NAME + CODE), "      x-checks:", row), encoding="utf-8"
    )
    assert gaps() == []


def test_no_checks_no_gaps(find_breaches):
    """A document without any checks, such as one of another API, needs none."""
    find_breaches()
    text = Path("pets.yaml").read_text(encoding="utf-8")
    Path("pets.yaml").write_text(changed(text, f"      x-checks: [{ROW}]\n", ""), encoding="utf-8")
    assert gaps() == []


def gaps():
    """What the rule on fields without a check finds."""
    texts = [str(finding).partition(": ")[2] for finding in check_file(Path("pets.yaml"))]
    return [text.removeprefix("NW605 ").partition(" Fix: ")[0] for text in texts if text.startswith("NW605 ")]


ROWS = [
    (
        "fields: [name]",
        "fields: [names]",
        (
            "NW603 The check 'kind' names the field 'names', which update_pet hasn't. "
            "Fix: Rename it to 'name', or delete it."
        ),
    ),
    (
        "fields: [name]",
        "fields: [tail]",
        "NW603 The check 'kind' names the field 'tail', which update_pet hasn't. Fix: Delete it.",
    ),
    (
        "fields: [name]",
        "handlers: [name]",
        "NW603 The check 'kind' names the handler field 'name', which x-handlers hasn't. Fix: Delete it.",
    ),
    (
        "[cat]",
        "[horse]",
        "NW604 The check 'kind' names the value 'horse', which kind hasn't. Fix: Delete it.",
    ),
    (
        "[cat]",
        "[cats]",
        (
            "NW604 The check 'kind' names the value 'cats', which kind hasn't. "
            "Fix: Rename it to 'cat', or delete it."
        ),
    ),
    (
        "page: guide",
        "page: guides",
        (
            "NW602 The check 'kind' is taken from the page 'guides', which sources/pets.yaml "
            "hasn't. Fix: Rename it to 'guide', or delete it."
        ),
    ),
]
FAULTS = [
    ("check: kind, ", "", "The row has no check, or one that isn't in kebab-case."),
    ("check: kind", "check: The Kind", "The row has no check, or one that isn't in kebab-case."),
    ("rule: as it is, ", "", "The row has no rule."),
    ("page: guide, ", "", "The row has no page."),
    ("fields: [name]", "field: [name]", "The row has the unknown key 'field'."),
    ("fields: [name]", "fields: name", "The row has fields that are not a list of names."),
    ("fields: [name]", "fields: [name, name]", "The row has fields that are not a list of names."),
    ("fields: [name]", "fields: [1]", "The row has fields that are not a list of names."),
    (
        "{kind: [cat]}",
        "{kind: cat}",
        "The row has values of 'kind' that are neither a list nor the word answers-only or settable.",
    ),
    ("{kind: [cat]}", "[kind]", "The row has values that are not a mapping."),
    ("[enum]", "[enums]", "The row rests on the unknown fact 'enums'."),
    ("facts: [enum]", "facts: [enum], states: {prefix: x}", "The row states 'prefix' without resting on it."),
]


@pytest.mark.parametrize(("old", "new", "finding"), ROWS, ids=[case[1] for case in ROWS])
def test_a_row_that_names_what_is_gone(find_breaches, old, new, finding):
    """The finding names the file, the line of the row, what is gone, and the mend."""
    [breach] = find_breaches(f"\n        - {changed(ROW, old, new)}")
    lines = Path("pets.yaml").read_text(encoding="utf-8").splitlines()
    assert breach == finding
    assert str(check_file(Path("pets.yaml"))[0]).startswith(
        f"pets.yaml:{lines.index('      x-checks:') + 2}: "
    )


@pytest.mark.parametrize(("old", "new", "finding"), FAULTS, ids=[case[1] for case in FAULTS])
def test_a_row_that_is_written_in_another_way(find_breaches, old, new, finding):
    """A row has the keys that are asked for, each of its form."""
    mend = "Write check, rule and page, and of fields, values, instead, handlers, facts and states those that it has."
    assert find_breaches(f"[{changed(ROW, old, new)}]") == [f"NW601 {finding} Fix: {mend}"]


HANDLERS = [
    (
        "name]",
        "names]",
        (
            "NW603 The handler 'cat' names the field 'names', which update_pet hasn't. "
            "Fix: Rename it to 'name', or delete it."
        ),
    ),
    (
        "kind:",
        "kinds:",
        (
            "NW603 x-handlers names the field 'kinds', which update_pet hasn't. "
            "Fix: Rename it to 'kind', or delete it."
        ),
    ),
    (
        "cat:",
        "cats:",
        (
            "NW604 The handler 'cats' is not a value of kind that a request may carry. "
            "Fix: Rename it to 'cat', or delete it."
        ),
    ),
    (
        "cat:",
        "big-dog:",
        "NW604 The handler 'big-dog' is not a value of kind that a request may carry. Fix: Delete it.",
    ),
    (
        "[guide]",
        "[guides]",
        (
            "NW602 The handler 'cat' has the source 'guides', which sources/pets.yaml hasn't. "
            "Fix: Rename it to 'guide', or delete it."
        ),
    ),
    (
        "name]",
        "name], optional: [name]",
        (
            "NW601 The handler 'cat' has name twice. "
            "Fix: Write field -> value -> required, optional and sources, each a list of names."
        ),
    ),
    (
        "required:",
        "requires:",
        (
            "NW601 The handler 'cat' has the unknown key 'requires'. "
            "Fix: Write field -> value -> required, optional and sources, each a list of names."
        ),
    ),
    (
        ", sources: [guide]",
        "",
        (
            "NW601 The handler 'cat' has no sources. "
            "Fix: Write field -> value -> required, optional and sources, each a list of names."
        ),
    ),
    (
        "[name]",
        "name",
        (
            "NW601 The handler 'cat' has required that is not a list of names. "
            "Fix: Write field -> value -> required, optional and sources, each a list of names."
        ),
    ),
    (
        "{cat: {required: [name], sources: [guide]}}",
        "[cat]",
        (
            "NW601 The handlers of 'kind' are not a mapping of values. "
            "Fix: Write field -> value -> required, optional and sources, each a list of names."
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "finding"), HANDLERS, ids=[case[1] for case in HANDLERS])
def test_a_handler_that_does_not_fit(find_breaches, old, new, finding):
    """A handler is a value that a request may carry, and names fields of the body and pages of the sources."""
    assert find_breaches(handlers=changed(HANDLER, old, new)) == [finding]


def test_a_field_of_two_handlers(find_breaches):
    """A field belongs to one handler: with another one it would be ignored."""
    source = "{required: [name], sources: [guide]}"
    breach = find_breaches(handlers=f"{{kind: {{cat: {source}, big-dog: {source}}}}}")
    assert (
        "NW603 The field 'name' belongs to the handlers 'cat' and 'big-dog'. Fix: Give it to one of them."
        in breach
    )


def test_extensions_in_another_place(find_breaches):
    """They say something of an operation; anywhere else nobody would read them."""
    assert find_breaches(place="      requestBody:", checks="[]")[0].startswith(
        "NW601 These checks are not a list of rows."
    )
    [handlers, checks] = find_breaches(place="      type: object\n      description: What to change.")
    assert (handlers, checks) == (
        "NW601 x-handlers is not on an operation. Fix: Move it to an operation.",
        "NW601 x-checks is not on an operation. Fix: Move it to an operation.",
    )
