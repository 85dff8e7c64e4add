"""What one change of a recorded page means: whom it breaks, which checks rest on it, and who can take it over."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest

from generator.docs.compare.changes import Change, ChangeKind
from generator.docs.compare.compare import DriftFinder, PageValue, Side, find_drift, recorded_pages
from generator.docs.compare.spec_facts import has_disagreement
from generator.docs.pages.page_reader import Reading
from generator.facts import Operation, Page
from generator.openapi.document import Document, read_document
from generator.openapi.view import Subject

ROOT = Path(__file__).parents[1] / "documents" / "phone_numbers"
REST, REFERENCE = "phone-numbers-rest", "update-reference"
SEARCH = ("search_available_phone_numbers", "query")
UPDATE = ("update_phone_number", "request")
RETRIEVE = ("retrieve_phone_number", "response")
BOTH, RECORDED, SPEC = ((Side.RECORDED, Side.SPEC), (Side.RECORDED,), (Side.SPEC,))


def with_fact(place, field, **facts):
    """A change that says other facts of a field, which is added where it isn't there; None: no longer says it."""

    def changed(page):
        operation, part = place
        fields = page.operations[operation].parts[part]
        kept = {
            name: value for name, value in {**fields.get(field, {}), **facts}.items() if value is not None
        }
        return with_fields(page, place, {**fields, field: kept})

    return changed


def without_field(place, field):
    """A change that drops a field."""

    def changed(page):
        fields = page.operations[place[0]].parts[place[1]]
        return with_fields(page, place, {name: facts for name, facts in fields.items() if name != field})

    return changed


def with_fields(page, place, fields):
    """A page with other fields in one part."""
    operation = page.operations[place[0]]
    parts = {**operation.parts, place[1]: fields}
    return with_operation(page, replace(operation, parts=parts))


def with_operation(page, operation):
    """A page with an operation."""
    return replace(page, operations={**page.operations, operation.name: operation})


def with_enum(place, field, *, add=(), drop=()):
    """A change that adds values to a field and drops others."""

    def changed(page):
        values = page.operations[place[0]].parts[place[1]][field]["enum"]
        kept = [value for value in values if value not in drop] + list(add)
        return with_fact(place, field, enum=kept)(page)

    return changed


def of_operation(name, **known):
    """A change of an operation itself."""
    return lambda page: with_operation(page, replace(page.operations[name], **known))


def without_operation(name):
    """A change that drops an operation."""

    def changed(page):
        kept = {key: one for key, one in page.operations.items() if key != name}
        return replace(page, operations=kept)

    return changed


@pytest.fixture(scope="module")
def subject():
    """The project's own document, its sources and its checks."""
    return Subject(read_document(ROOT / "spec" / "signalwire.yaml"))


def drift(subject, change, name=REST, sentences=None):
    """What a recorded page reports after a change."""
    page = replace(change(recorded_pages(subject)[name]), digest="0" * 64)
    return find_drift(Reading(page, sentences or {}), subject)


CASES = [
    pytest.param(
        with_fact(SEARCH, "max_results", maximum=200),
        ("limit", "max_results", None, ["max-results"], False, BOTH),
        id="a wider limit",
    ),
    pytest.param(
        with_fact(SEARCH, "max_results", maximum=20),
        ("limit", "max_results", "values that were taken are refused", ["max-results"], False, BOTH),
        id="a narrower limit",
    ),
    pytest.param(
        with_fact(SEARCH, "max_results", default=20),
        ("default", "max_results", None, [], False, BOTH),
        id="another default",
    ),
    pytest.param(
        with_enum(UPDATE, "call_handler", drop=["video_room"]),
        (
            "value-removed",
            "call_handler",
            "a request can't carry a value any more",
            ["handlers", "settable-handler"],
            False,
            RECORDED,
        ),
        id="a value that can no longer be sent",
    ),
    pytest.param(
        with_enum(SEARCH, "number_type", add=["mobile"]),
        ("value-added", "number_type", None, ["search-number-type"], False, BOTH),
        id="a value that a check would refuse",
    ),
    pytest.param(
        with_enum(RETRIEVE, "number_type", add=["shortcode"]),
        ("value-added", "number_type", None, [], True, BOTH),
        id="a new value in answers",
    ),
    pytest.param(
        with_enum(RETRIEVE, "number_type", drop=["longcode"]),
        ("value-removed", "number_type", "an answer no longer carries a value", [], False, RECORDED),
        id="a value that answers no longer carry",
    ),
    pytest.param(
        with_enum(RETRIEVE, "call_handler", add=["relay_topic"]),
        ("value-added", "call_handler", None, [], True, RECORDED),
        id="a value that the spec has",
    ),
    pytest.param(
        with_fact(UPDATE, "name", required=True),
        ("required", "name", "a request has to carry a field that could be left out", [], False, BOTH),
        id="a field that must be sent",
    ),
    pytest.param(
        with_fact(UPDATE, "name", type="integer"),
        ("type", "name", "what is sent has another type", [], False, BOTH),
        id="another type of what is sent",
    ),
    pytest.param(
        with_fact(RETRIEVE, "name", type="integer"),
        ("type", "name", "what is received has another type", [], False, BOTH),
        id="another type of what is answered",
    ),
    pytest.param(
        with_fact(UPDATE, "name", format="uri"),
        ("format", "name", None, [], False, BOTH),
        id="a format of what is sent",
    ),
    pytest.param(
        with_fact(RETRIEVE, "created_at", format=None),
        ("format", "created_at", "what is received has another type", [], False, RECORDED),
        id="no date any more",
    ),
    pytest.param(
        with_fact(UPDATE, "name", deprecated=True),
        ("deprecated", "name", None, [], True, BOTH),
        id="deprecated",
    ),
    pytest.param(
        with_fact(UPDATE, "call_relay_context", deprecated=False),
        ("deprecated", "call_relay_context", None, ["deprecated"], False, BOTH),
        id="deprecated no more",
    ),
    pytest.param(
        with_fact(UPDATE, "voicemail", type="string", required=False),
        ("field-added", "voicemail", None, [], True, BOTH),
        id="a new field that may be sent",
    ),
    pytest.param(
        with_fact(UPDATE, "voicemail", type="string", required=True),
        ("field-added", "voicemail", "a request has to carry a new field", [], False, BOTH),
        id="a new field that must be sent",
    ),
    pytest.param(
        with_fact(RETRIEVE, "country_code", type="string"),
        ("field-added", "country_code", None, [], True, RECORDED),
        id="a field that the spec has",
    ),
    pytest.param(
        without_field(UPDATE, "call_verto_resource"),
        (
            "field-removed",
            "call_verto_resource",
            "a request can't carry a field any more",
            ["handlers"],
            False,
            BOTH,
        ),
        id="a field that can no longer be sent",
    ),
    pytest.param(
        without_field(RETRIEVE, "name"),
        ("field-removed", "name", "an answer no longer has a field", [], False, BOTH),
        id="a field that answers no longer carry",
    ),
    pytest.param(
        with_fact(SEARCH, "starts_with", excludes=None),
        ("rule-removed", "starts_with", None, ["search-pattern"], False, RECORDED),
        id="a sentence that is gone",
    ),
    pytest.param(
        with_fact(UPDATE, "call_sip_endpoint_id", usedWith=None),
        ("rule-removed", "call_sip_endpoint_id", None, ["handlers"], False, RECORDED),
        id="a sentence about a handler that is gone",
    ),
    pytest.param(
        with_fact(SEARCH, "city", needs=["areacode"]),
        ("rule-changed", "city", "values that were taken are refused", ["search-city"], False, BOTH),
        id="another rule",
    ),
    pytest.param(
        with_fact(SEARCH, "city", excludes=["areacode", "number_type"]),
        ("rule-changed", "city", "values that were taken are refused", [], False, RECORDED),
        id="another rule that the pages disagree about",
    ),
    pytest.param(
        with_fact(UPDATE, "call_request_url", prefix="https://"),
        ("rule-added", "call_request_url", "values that were taken are refused", ["url"], False, BOTH),
        id="a new rule",
    ),
    pytest.param(
        without_operation("release_phone_number"),
        ("operation-removed", "", "an operation is gone", [], False, RECORDED),
        id="an operation that is gone",
    ),
    pytest.param(
        lambda page: with_operation(page, Operation("block_phone_number", "POST", "/block")),
        ("operation-added", "", None, [], False, BOTH),
        id="a new operation",
    ),
    pytest.param(
        of_operation("retrieve_phone_number", method="POST"),
        ("method", "", None, [], False, BOTH),
        id="another method",
    ),
    pytest.param(
        of_operation("retrieve_phone_number", path="/api/v2/numbers/{id}"),
        ("path", "", None, [], False, BOTH),
        id="another path",
    ),
    pytest.param(
        of_operation("retrieve_phone_number", statuses=("200", "410")),
        ("status-added", "", None, [], False, BOTH),
        id="a new status",
    ),
    pytest.param(
        of_operation("retrieve_phone_number", statuses=("200", "404")),
        ("status-added", "", None, [], True, RECORDED),
        id="a status that the spec has",
    ),
]


@pytest.mark.parametrize(("change", "expected"), CASES)
def test_what_a_change_means(change, expected, subject):
    """One change of a page gives one difference, with all that it means."""
    found = drift(subject, change)
    told = [
        (
            one.change.kind.value,
            one.change.field,
            one.breaking,
            list(dict.fromkeys(check.name for check in one.checks)),
            one.is_mechanical,
            one.against,
        )
        for one in found.differences
    ]
    assert (found.id, told) == (REST, [expected])


def test_checks_rest_on_what_is_sent_and_on_every_sentence(subject):
    """A field of an answer guards no request, but a sentence of an answer about a handler may be a check's."""
    answer = ("update_phone_number", "response")
    (gone,) = drift(subject, without_field(answer, "call_request_url"), REFERENCE).differences
    (unsaid,) = drift(subject, with_fact(answer, "call_relay_topic", usedWith=None), REFERENCE).differences
    assert [[check.name for check in one.checks] for one in (gone, unsaid)] == [[], ["handlers"]]


def changed(found):
    """The differences as kind and field."""
    return [(one.change.kind.value, one.change.field) for one in found.differences]


def test_differences_come_by_what_matters_to_users(subject):
    """Breaking changes come first, then checks at stake, then additions, then the rest; each in the page's order."""

    def several(page):
        page = with_fact(UPDATE, "voicemail", type="string")(page)
        page = with_fact(RETRIEVE, "name", type="integer")(page)
        page = with_fact(SEARCH, "starts_with", excludes=None)(page)
        page = with_fact(SEARCH, "areacode", deprecated=True)(page)
        return without_operation("release_phone_number")(page)

    found = drift(subject, several)
    assert [(one.weight, *pair) for one, pair in zip(found.differences, changed(found), strict=True)] == [
        (0, "type", "name"),
        (0, "operation-removed", ""),
        (1, "rule-removed", "starts_with"),
        (2, "field-added", "voicemail"),
        (3, "deprecated", "areacode"),
    ]


def test_a_difference_knows_its_place(subject):
    """It has file, line and pointer of the field, or of the nearest thing above it."""

    def places(change):
        (one,) = drift(subject, change).differences
        text = (ROOT / "spec" / "signalwire.yaml").read_text(encoding="utf-8").splitlines()[one.line - 1]
        return one.pointer, text.strip(), one.path.endswith("spec/signalwire.yaml")

    update = "/components/schemas/PhoneNumberUpdate"
    paths = "/paths/~1api~1relay~1rest~1phone_numbers~1{id}/get"
    assert places(with_fact(UPDATE, "name", deprecated=True)) == (f"{update}/properties/name", "name:", True)
    assert places(with_fact(UPDATE, "voicemail", type="string")) == (update, "PhoneNumberUpdate:", True)
    assert places(with_enum(UPDATE, "call_handler", drop=["video_room"])) == (
        "/components/schemas/CallHandler/x-values/video_room",
        "video_room:",
        True,
    )
    assert places(of_operation("retrieve_phone_number", statuses=("200", "410"))) == (
        f"{paths}/responses/410",
        "responses:",
        True,
    )
    assert places(lambda page: with_operation(page, Operation("block", "POST"))) == ("/paths", "paths:", True)


def test_a_difference_tells_what_the_others_say(subject):
    """The other pages, and the spec, are asked wherever they state the same property."""
    (handler,) = drift(subject, with_enum(RETRIEVE, "call_handler", drop=["video_room"])).differences
    assert handler.page_values == (
        PageValue("purchase-rest", "purchase_phone_number", "response", value=True),
        PageValue("spec", "retrieve_phone_number", "response", value=True),
    )
    (name,) = drift(subject, without_field(RETRIEVE, "name")).differences
    assert [(one.page, one.value) for one in name.page_values] == [
        ("update-reference", True),
        ("update-outline", True),
        ("purchase-rest", True),
        ("spec", True),
    ]
    (gone,) = drift(subject, without_field(UPDATE, "call_relay_script_url"), REFERENCE).differences
    assert [(one.page, one.value) for one in gone.page_values] == [
        ("update-outline", True),
        ("service-facts", True),
        ("phone-numbers-rest", False),
        ("spec", True),
    ]


def test_a_page_whose_text_has_not_changed_has_no_drift(subject):
    """The same digest is the same page, however it is read."""
    page = recorded_pages(subject)[REST]
    found = find_drift(Reading(without_operation("release_phone_number")(page), {}), subject)
    assert (found.id, found.differences) == (REST, ())


def test_a_sentence_that_no_pattern_reads_is_quoted(subject):
    """A new sentence that sounds like a rule comes with its words, and with nobody's judgement."""
    found = drift(
        subject, with_fact(SEARCH, "areacode", unread=["0a1b2c3d"]), sentences={"0a1b2c3d": "Never 900."}
    )
    assert [(one.change.fact, one.sentence, one.is_mechanical) for one in found.differences] == [
        ("unread", "Never 900.", False)
    ]


def new_page(*operations):
    """A page that is like no recorded one."""
    return Page("New", {one.name: one for one in operations}, layout="openapi")


def test_a_new_page_is_held_against_the_likest_and_the_spec(subject):
    """What the likest page says otherwise is told, what other pages have is no news, and what we lack is."""
    operations = recorded_pages(subject)[REST].operations
    search, listing = (operations[name] for name in (SEARCH[0], "list_phone_numbers"))
    query = {**search.parts["query"], "lata": {"type": "string", "unread": ["0a1b2c3d"]}}
    found = find_drift(Reading(new_page(replace(search, parts={"query": query}), listing), {}), subject)
    assert (found.id, found.recorded_id, changed(found)) == (
        None,
        REST,
        [("field-added", "lata"), ("rule-added", "lata")],
    )


def test_a_page_of_unknown_operations_is_held_against_the_spec_alone(subject):
    """A page that shares no operation with a recorded one has none to be held against."""
    found = find_drift(Reading(new_page(Operation("block_phone_number", "POST", "/block")), {}), subject)
    assert (
        found.recorded,
        [(*pair, one.against) for one, pair in zip(found.differences, changed(found), strict=True)],
    ) == (
        None,
        [("operation-added", "", SPEC)],
    )


def test_a_page_need_not_say_all(subject):
    """What a page lacks is missed where a page that was read has it, and nobody resolved that."""
    said = {"type": "string", "required": False, "deprecated": False}
    query = dict.fromkeys(("filter_number", "page_number"), said)
    found = find_drift(
        Reading(new_page(Operation("list_phone_numbers", parts={"query": query})), {}), subject, None
    )
    assert changed(found) == [
        ("type", "page_number"),  # we hold an integer
        ("field-removed", "filter_name"),
        ("field-added", "page_number"),  # the recorded page hasn't it
    ]


def test_an_operation_that_another_page_has_is_no_news(subject):
    """A new page is compared with one that is recorded; what only the others describe is not new for that."""
    one, other, new = (Operation(name) for name in ("list_phone_numbers", "retrieve_phone_number", "block"))
    known = {"one": new_page(one), "other": new_page(other), "by-hand": replace(new_page(new), layout=None)}
    comparison = DriftFinder(subject, new_page(one, other, new), known, "one", is_named=False)
    assert [(found.change.kind.value, found.change.operation) for found in comparison.drift_changes()] == [
        ("operation-added", "block")
    ]


def test_an_object_of_free_keys_takes_any_field():
    """Where the keys of an object are anyone's, a page may name some without drift."""
    routing = Subject(read_document(ROOT / "spec" / "routing.yaml"))
    page = recorded_pages(routing)["routing-update"]
    place = ("update_phone_number_routing", "response")
    free = with_fact(place, "error.details.inbound_url", type="string")(page)
    assert find_drift(Reading(free, {}), routing).differences == ()


def test_a_disagreement_of_an_operation_covers_its_call(subject):
    """Where pages disagree how an operation is called, another call is no drift; a new status is."""
    data = copy.deepcopy(subject.document.data)
    data["paths"]["/api/relay/rest/phone_numbers/{id}"]["put"]["x-disagreement"] = {"why": "..."}
    told = Subject(Document(subject.document.path, data))
    changes = [
        Change(ChangeKind(kind), "update_phone_number", now="x")
        for kind in ("method", "path", "status-added")
    ]
    assert [has_disagreement(told, change) for change in changes] == [True, True, False]
    assert [has_disagreement(subject, change) for change in changes] == [False, False, False]


@pytest.mark.parametrize(
    ("change", "is_so"),
    [
        (("type", SEARCH, "max_results", "type", "number"), True),
        (("limit", SEARCH, "max_results", "maximum", 200), False),
        (("field-removed", RETRIEVE, "country_code", "", None), True),
        (("type", RETRIEVE, "country_code", "type", "integer"), False),
        (("value-added", RETRIEVE, "call_handler", "enum", "relay_topic"), True),
        (("value-added", RETRIEVE, "call_handler", "enum", "pigeon"), False),
        (("value-removed", RETRIEVE, "call_handler", "enum", None), True),
        (("required", RETRIEVE, "name", "required", True), True),
        (("type", RETRIEVE, "name", "type", "integer"), False),
        (("field-added", UPDATE, "voicemail", "", {}), False),
        (("status-added", ("update_phone_number", ""), "", "", "410"), False),
        (("method", ("update_phone_number", ""), "", "", "PATCH"), False),
    ],
)
def test_a_disagreement_covers_what_it_is_about(change, is_so, subject):
    """A disagreement of a field or its schema covers the facts that it is about, and nothing that we haven't."""
    kind, place, field, fact, now = change
    assert has_disagreement(subject, Change(ChangeKind(kind), *place, field, fact, now=now)) is is_so


def test_a_further_page_that_promises_more_of_an_answer_is_no_drift():
    """A new page may call required what another one leaves open: the client takes the answers of both."""
    subject = Subject(read_document(ROOT / "spec" / "signalwire.yaml"))
    operation = recorded_pages(subject)[REST].operations[RETRIEVE[0]]
    fields = {name: {**facts, "required": True} for name, facts in operation.fields("response").items()}
    page = Page("Get", {operation.name: replace(operation, parts={"response": fields})}, "samples")
    drift = find_drift(Reading(page, {}), subject)
    assert (drift.id, drift.recorded_id) == (None, REST)
    assert [one.change for one in drift.differences if one.change.kind is ChangeKind.REQUIRED] == []
