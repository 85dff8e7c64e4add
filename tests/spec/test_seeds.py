"""The sources say what the pages say: each page is read anew, by a small parser of its own, and compared.

That one knows the names, the types and the marks that are there, and reads few sentences; the project's reader
reads more, and is compared as well.

The pages lie outside the repository, beside it; where they are absent, these tests are skipped.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.docs.drift.matching import match_operations
from generator.docs.facts import Page, as_data
from generator.docs.pages.reading import capture_file, read_page
from generator.document import read_document
from generator.rules.subject import Subject

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the documentation pages are not beside the repository"
)

Facts = dict[str, Any]
Operations = dict[str, dict[str, Any]]

NAME = r"[a-z][a-z0-9_]*"
FORMATS = {"uuid": "uuid", "date-time": "date-time", "datetime": "date-time"}
LISTS = ("string[]", "object[]", "list of enums")


def seed(number: str) -> str:
    """The text of the page with this number."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def page_read(number: str) -> Page:
    """The page with this number as the project reads it."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return read_page(capture_file(path)).page


def require_this_version(recorded: dict[str, Any], page: Page) -> None:
    """Skip a page that was taken over at a later time: its record is of another version."""
    if recorded["digest"] != page.digest:
        pytest.skip("the record is of another version of the page")


def type_facts(written: str) -> Facts:
    """What a page's word for a type states."""
    if written in FORMATS:
        return {"type": "string", "format": FORMATS[written]}
    return {"type": "array" if written in LISTS else written}


def prose_facts(prose: str) -> Facts:
    """What the sentences below a field state in a way that a machine can compare."""
    facts: Facts = {}
    if values := re.search(
        r"Possible values(?: are)?: \[?([^.\]]+)[.\]]|Search for either (.+) numbers", prose
    ):
        facts["enum"] = re.findall(r"\b(?!or\b)[A-Za-z_-]+", values[1] or values[2])
    if default := re.search(r"Defaults? (?:is|to) (\w+)", prose):
        facts["default"] = int(default[1]) if default[1].isdigit() else default[1]
    if limit := re.search(r"Upper limit of (\d+)", prose):
        facts["maximum"] = int(limit[1])
    return facts


def reference_page(text: str) -> Operations:
    """Read a page on which name, type and mark of a field stand in one word."""
    field = re.compile(
        rf"({NAME}?)(string|enum|datetime|list of enums)( or null)?(Required|Optional)"
        r'(?:format: "([a-z-]+)")?(Deprecated)?'
    )
    operation: dict[str, dict[str, Facts]] = {}
    for section, lines in sections(
        text, {"Path parameters": "path", "Request": "request", "Response": "response"}
    ):
        for line in lines:
            if found := field.fullmatch(line):
                name, written, null, mark, form, deprecated = found.groups()
                facts = type_facts(written)
                facts |= {"format": form} if form else {}
                facts |= {"nullable": True} if null else {}
                facts |= {"required": True} if mark == "Required" else {}
                facts |= {"deprecated": True} if deprecated else {}
                operation.setdefault(section, {})[name] = facts
    return {"update_phone_number": operation}


def outline_page(text: str) -> Operations:
    """Read a page that gives the names of the fields alone."""
    operation: dict[str, dict[str, Facts]] = {}
    for section, lines in sections(
        text, {"Path parameters": "path", "Request": "request", "Response": "response"}
    ):
        for line in lines:
            if found := re.fullmatch(rf"({NAME})(Deprecated)?", line):
                operation.setdefault(section, {})[found[1]] = {"deprecated": True} if found[2] else {}
    return {"update_phone_number": operation}


def sections(text: str, titles: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The named sections of a page that follow one another, each with its lines."""
    lines = text.splitlines()
    starts = [(lines.index(title), name) for title, name in titles.items()]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    for (start, name), end in zip(starts, ends, strict=True):
        yield name, lines[start + 1 : end]


REST = {
    ("GET", ""): "list_phone_numbers",
    ("POST", ""): "purchase_phone_number",
    ("GET", "/:id"): "retrieve_phone_number",
    ("PUT", "/:id"): "update_phone_number",
    ("DELETE", "/:id"): "release_phone_number",
    ("GET", "/search"): "search_available_phone_numbers",
}
REST_SECTIONS = {
    "Path Parameters": "path",
    "Query Parameters": "query",
    "Bodyrequired": "request",
    "Responses": "response",
}


def rest_page(text: str) -> Operations:
    """Read a page of several operations, on which name, type and mark of a field stand below one another."""
    pieces = re.split(r"^(GET|POST|PUT|DELETE)\nhttps://\S+?/phone_numbers(\S*)\n", text, flags=re.MULTILINE)
    operations: Operations = {}
    for method, path, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        operation = operations.setdefault(REST[method, path], {})
        parts = re.split(rf"^({'|'.join(REST_SECTIONS)})\n", body, flags=re.MULTILINE)
        for title, content in zip(parts[1::2], parts[2::2], strict=True):
            if fields := dict(rest_fields(content)):
                operation[REST_SECTIONS[title]] = fields
    return operations


def rest_fields(content: str) -> Iterator[tuple[str, Facts]]:
    """The fields of a section; those that follow an object belong to it, up to the next object."""
    words = "string|uuid|date-time|number|object|" + "|".join(map(re.escape, LISTS))
    pieces = re.split(
        rf"^({NAME})\n({words})(?:\n(required|deprecated))?$",
        content,
        flags=re.MULTILINE,
    )
    parent = ""
    for name, written, mark, prose in zip(
        pieces[1::4], pieces[2::4], pieces[3::4], pieces[4::4], strict=True
    ):
        parent = "" if written.startswith("object") else parent
        yield parent + name, type_facts(written) | ({mark: True} if mark else {}) | prose_facts(prose)
        parent = f"{name}." if written == "object" else parent


def purchase_page(text: str) -> Operations:
    """Read a page on which name, type and mark of a field stand in one line."""
    operation: dict[str, dict[str, Facts]] = {}
    field = rf"^({NAME}) (string|uuid|date-time|string\[\])(?: OPTIONAL)?( REQUIRED)?$"
    for section, lines in sections(text, {"Request Body REQUIRED": "request", "Responses": "response"}):
        pieces = re.split(field, "\n".join(lines), flags=re.MULTILINE)
        for name, written, mark, prose in zip(
            pieces[1::4], pieces[2::4], pieces[3::4], pieces[4::4], strict=True
        ):
            facts = type_facts(written) | ({"required": True} if mark else {}) | prose_facts(prose)
            operation.setdefault(section, {})[name] = facts
    return {"purchase_phone_number": operation}


def routing_page(text: str) -> Operations:
    """Read a page that says by a sentence which fields are set, and by a sample what is answered."""
    _, _, listed = text.partition("The updatable fields are\n")
    names = re.findall(r"[a-z]+_[a-z]+|label", listed.partition(".")[0])
    sent = json.loads(text[text.index("-d '") + 4 : text.rindex("}'") + 1])
    sample, _ = json.JSONDecoder().raw_decode(text[text.index('{\n"success": true') :])
    form = re.search(rf"^({NAME})\*string\nFormat\n([a-z]+?)Request Body$", text, flags=re.MULTILINE)
    assert form
    return {
        "update_phone_number_routing": {
            "path": {form[1]: {"type": "string", "format": form[2], "required": True}},
            "request": {name: {"nullable": True} | sample_facts(sent.get(name)) for name in names},
            "response": dict(sample_fields(sample)),
        },
    }


def sample_fields(sample: dict[str, Any], parent: str = "") -> Iterator[tuple[str, Facts]]:
    """The fields of a sample, whose values are placeholders that tell their type."""
    for name, value in sample.items():
        if isinstance(value, dict):
            yield parent + name, {"type": "object"}
            if name != "details":
                yield from sample_fields(value, f"{parent}{name}.")
        else:
            yield parent + name, sample_facts(value)


def sample_facts(value: object) -> Facts:
    """What a placeholder tells: its type, and the format of a text."""
    if value is None:
        return {}
    if isinstance(value, bool | int):
        return {"type": "boolean" if isinstance(value, bool) else "integer"}
    assert isinstance(value, str)
    forms = {
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}": "uuid",
        r"\d{4}-\d\d-\d\dT[\d:]+Z": "date-time",
        r"https?://.+": "uri",
    }
    found = [name for form, name in forms.items() if re.fullmatch(form, value)]
    return {"type": "string"} | ({"format": found[0]} if found else {})


PAGES: dict[str, tuple[str, str, Callable[[str], Operations]]] = {
    "update-reference": ("signalwire", "000", reference_page),
    "update-outline": ("signalwire", "001", outline_page),
    "phone-numbers-rest": ("signalwire", "002", rest_page),
    "purchase-rest": ("signalwire", "003", purchase_page),
    "routing-update": ("routing", "004", routing_page),
}


def sources(api: str) -> dict[str, Any]:
    """The pages of an API as the sources tell them."""
    return YAML(typ="safe").load(ROOT / "spec" / "sources" / f"{api}.yaml")["pages"]


STATED = ("type", "format", "required", "nullable", "deprecated", "enum", "default", "maximum")


def stated_parts(operations: Operations) -> Operations:
    """The parts of operations with the facts that the small parsers know, as far as they are stated."""
    return {
        operation: {
            part: {
                field: {fact: facts[fact] for fact in STATED if facts.get(fact) not in (None, False)}
                for field, facts in parts[part].items()
            }
            for part in ("path", "query", "request", "response")
            if part in parts
        }
        for operation, parts in operations.items()
    }


@pytest.mark.parametrize("page", PAGES)
def test_sources_state_what_the_page_states(page):
    """The sources name the fields that a page names, in its order, with the facts that it states."""
    api, number, read = PAGES[page]
    require_this_version(sources(api)[page], page_read(number))
    stated = stated_parts(sources(api)[page]["operations"])
    read_anew = stated_parts(read(seed(number)))
    assert stated == read_anew
    assert [list(fields) for parts in stated.values() for fields in parts.values()] == [
        list(fields) for parts in read_anew.values() for fields in parts.values()
    ]


@pytest.mark.parametrize("page", PAGES)
def test_sources_keep_what_the_reader_reads(page):
    """The sources keep a page as the project reads it now, but for the title, which is the project's own."""
    api, number, _ = PAGES[page]
    subject = Subject(read_document(ROOT / "spec" / f"{api}.yaml"))
    recorded = sources(api)[page]
    require_this_version(recorded, page_read(number))
    read_anew = as_data(match_operations(page_read(number), subject))
    assert recorded == read_anew | {"title": recorded["title"]}


def test_every_page_is_told():
    """The sources tell of these pages and of what is known beside them, and of nothing else."""
    told = {page: api for api in ("signalwire", "routing") for page in sources(api)}
    assert told.keys() - {"service-facts"} == PAGES.keys()
