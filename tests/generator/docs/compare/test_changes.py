"""How two pages differ: each kind of change alone, and what is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.docs.compare.changes import Change, ChangeKind, changes, fact_changes, names_less
from generator.facts import PARTS, Operation, Page

OPPOSITES = {
    ChangeKind.OPERATION_ADDED: ChangeKind.OPERATION_REMOVED,
    ChangeKind.STATUS_ADDED: ChangeKind.STATUS_REMOVED,
    ChangeKind.FIELD_ADDED: ChangeKind.FIELD_REMOVED,
    ChangeKind.VALUE_ADDED: ChangeKind.VALUE_REMOVED,
    ChangeKind.RULE_ADDED: ChangeKind.RULE_REMOVED,
}
OPPOSITES |= {other: one for one, other in OPPOSITES.items()}


def page(*operations, **known):
    """A page with these operations."""
    return Page("Pets", {one.name: one for one in operations}, **known)


def update(facts=None, **known):
    """A page that states these facts of one request field."""
    return page(Operation("update_pet", parts={"request": {"name": facts or {}}}, **known))


def told(old, new, *, same_page=True):
    """The changes as kind, fact, was and now."""
    return [(one.kind.value, one.fact, one.was, one.now) for one in changes(old, new, same_page=same_page)]


FACTS = [
    pytest.param({"type": "string"}, {"type": "integer"}, ("type", "type", "string", "integer"), id="type"),
    pytest.param({"type": "enum"}, {"type": "string"}, ("type", "type", "enum", "string"), id="enum no more"),
    pytest.param(
        {"type": "string", "enum": []},
        {"type": "string", "enum": ["a"]},
        ("type", "enum", None, ["a"]),
        id="values where there were none",
    ),
    pytest.param(
        {"type": "string", "format": "uuid"},
        {"type": "string", "format": "uri"},
        ("format", "format", "uuid", "uri"),
        id="format",
    ),
    pytest.param(
        {"required": False}, {"required": True}, ("required", "required", False, True), id="required"
    ),
    pytest.param(
        {"nullable": True}, {"nullable": False}, ("nullable", "nullable", True, False), id="nullable"
    ),
    pytest.param(
        {"deprecated": False},
        {"deprecated": True},
        ("deprecated", "deprecated", False, True),
        id="deprecated",
    ),
    pytest.param({"enum": ["a"]}, {"enum": ["b", "a"]}, ("value-added", "enum", None, "b"), id="value added"),
    pytest.param(
        {"enum": ["b", "a"]}, {"enum": ["a"]}, ("value-removed", "enum", "b", None), id="value removed"
    ),
    pytest.param({"default": 1}, {"default": 2}, ("default", "default", 1, 2), id="default"),
    pytest.param({"default": 1}, {"default": True}, ("default", "default", 1, True), id="true is not 1"),
    *(
        pytest.param({limit: 1}, {limit: 2}, ("limit", limit, 1, 2), id=limit)
        for limit in ("minimum", "maximum", "minLength", "maxLength", "pattern")
    ),
    *(
        pytest.param({rule: ["a"]}, {rule: ["b"]}, ("rule-changed", rule, ["a"], ["b"]), id=rule)
        for rule in ("needs", "excludes", "aliasOf", "yieldsTo", "replacedBy")
    ),
    *(
        pytest.param(
            {rule: {"kind": ["a"]}},
            {rule: {"kind": ["a", "b"]}},
            ("rule-changed", rule, {"kind": ["a"]}, {"kind": ["a", "b"]}),
            id=rule,
        )
        for rule in ("usedWith", "requiredWith")
    ),
    pytest.param({"prefix": "a"}, {"prefix": "b"}, ("rule-changed", "prefix", "a", "b"), id="prefix"),
    pytest.param(
        {"clearable": True}, {"clearable": False}, ("rule-changed", "clearable", True, False), id="clearable"
    ),
]


@pytest.mark.parametrize(("old", "new", "change"), FACTS)
def test_a_fact_that_changed_is_one_change(old, new, change):
    """A fact that both pages state, or deny, and not alike, is one change, whichever pages they are."""
    assert told(update(old), update(new)) == [change]
    assert told(update(old), update(new), same_page=False) == [change]


PROSE = [
    pytest.param("default", 50, ("default", "default", None, 50), id="default"),
    pytest.param("maximum", 100, ("limit", "maximum", None, 100), id="limit"),
    pytest.param("excludes", ["a"], ("rule-added", "excludes", None, ["a"]), id="rule"),
    pytest.param("clearable", False, ("rule-added", "clearable", None, False), id="clearable"),
    pytest.param("unread", ["0a1b2c3d"], ("rule-added", "unread", None, "0a1b2c3d"), id="unread sentence"),
]


@pytest.mark.parametrize(("fact", "value", "change"), PROSE)
def test_what_prose_says_anew_is_a_change_of_the_same_page(fact, value, change):
    """A default, limit or rule that only one of two pages states counts where both are one page at two times."""
    kind, name, was, now = change
    gone = (kind.replace("added", "removed"), name, now, was)
    assert told(update(), update({fact: value})) == [change]
    assert told(update({fact: value}), update()) == [gone]
    assert told(update(), update({fact: value}), same_page=False) == []
    assert told(update({fact: value}), update(), same_page=False) == []


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("type", "string"),
        ("format", "uuid"),
        ("required", True),
        ("nullable", True),
        ("deprecated", True),
        ("enum", ["a"]),
    ],
)
def test_what_is_not_stated_is_no_change(fact, value):
    """A type, a mark or a list of values that only one page gives is no difference, even of the same page."""
    assert told(update(), update({fact: value})) == []
    assert told(update({fact: value}), update()) == []


def test_a_format_goes_with_its_type():
    """A page that states a type and no format says that there is none, where it is the same page."""
    uuid = {"type": "string", "format": "uuid"}
    assert told(update({"type": "string"}), update(uuid)) == [("format", "format", None, "uuid")]
    assert told(update({"type": "string"}), update(uuid), same_page=False) == []


def test_an_enum_without_values_is_a_text_with_values():
    """A page that calls a field an enum agrees with one that shows a text and its values."""
    assert told(update({"type": "enum"}), update({"type": "string", "enum": ["a"]})) == []
    assert told(update({"type": "string", "enum": ["a"]}), update({"type": "enum"})) == []


def test_order_is_no_change():
    """Fields, values and the fields that a rule names may come in any order."""
    facts = [{"enum": ["a", "b"], "excludes": ["c", "d"], "usedWith": {"k": ["a", "b"], "l": ["c"]}}]
    facts.append({"enum": ["b", "a"], "excludes": ["d", "c"], "usedWith": {"l": ["c"], "k": ["b", "a"]}})
    one, other = (page(Operation("o", parts={"request": {"x": said, "y": {}}})) for said in facts)
    turned = page(Operation("o", parts={"request": {"y": {}, "x": facts[1]}}))
    assert changes(one, other, same_page=True) == changes(one, turned, same_page=True) == []


def test_examples_are_no_facts():
    """Another example is no change."""
    assert told(update({"example": "Rex"}), update({"example": "Kitty"})) == []


def test_operations_come_and_go():
    """An operation that only the newer page has is added; one that only the older has is gone from the same page."""
    old, new = (
        page(Operation("get_pet")),
        page(Operation("put_pet", "PUT", "/pets/{id}", {"query": {"q": {}}})),
    )
    data = {"method": "PUT", "route": "/pets/{id}", "query": {"q": {}}}
    added = Change(ChangeKind.OPERATION_ADDED, "put_pet", now=data)
    assert changes(old, new, same_page=True) == [
        added,
        Change(ChangeKind.OPERATION_REMOVED, "get_pet", was={}),
    ]
    assert changes(old, new, same_page=False) == [added]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("PUT", None), ("PATCH", None), [("method", "", "PUT", "PATCH")]),
        ((None, "/pets/{id}"), (None, "/cats/{id}"), [("path", "", "/pets/{id}", "/cats/{id}")]),
        (("PUT", "/pets/{id}"), (None, None), []),
        ((None, "/pets/{id}"), (None, "/pets/{pet_id}"), []),
    ],
)
def test_where_an_operation_is_called(old, new, expected):
    """Method and path are compared where both are stated; what a path calls its parameters doesn't count."""
    assert told(page(Operation("o", *old)), page(Operation("o", *new))) == expected


def test_a_path_may_be_mounted_elsewhere():
    """Another page may leave out where the API stands on its host; the same page may not."""
    old, new = (page(Operation("o", None, path)) for path in ("/api/rest/pets", "/pets"))
    assert told(old, new, same_page=False) == []
    assert told(old, new) == [("path", "", "/api/rest/pets", "/pets")]


def test_statuses_come_and_go():
    """Statuses are compared where both pages name any."""
    old, new = (page(Operation("o", statuses=statuses)) for statuses in (("200", "404"), ("200", "422")))
    assert told(old, new) == [("status-added", "", None, "422"), ("status-removed", "", "404", None)]
    assert told(old, page(Operation("o"))) == []


@pytest.mark.parametrize("same_page", [False, True])
def test_a_body_has_to_be_there_or_not(same_page):
    """Whether a call must have a body is compared where both pages say it."""
    old, new, silent = (page(Operation("o", body_required=required)) for required in (False, True, None))
    assert changes(old, new, same_page=same_page) == [Change(ChangeKind.BODY, "o", was=False, now=True)]
    assert changes(old, silent, same_page=same_page) == changes(silent, new, same_page=same_page) == []


def test_fields_come_and_go():
    """A field that one page has, in a part that both have, is added or removed, with its facts."""
    old = page(Operation("o", parts={"query": {"a": {"type": "string"}, "b": {}}}))
    new = page(Operation("o", parts={"query": {"b": {}, "c": {"type": "integer"}}}))
    assert changes(old, new, same_page=False) == [
        Change(ChangeKind.FIELD_ADDED, "o", "query", "c", now={"type": "integer"}),
        Change(ChangeKind.FIELD_REMOVED, "o", "query", "a", was={"type": "string"}),
    ]


def test_a_part_that_is_not_on_the_page_is_not_stated():
    """Where only one page has a part, nothing in it was added or removed."""
    full = page(Operation("o", parts={"query": {"a": {}}, "response": {"b": {}}}))
    less = page(Operation("o", parts={"query": {"a": {}}}))
    assert changes(full, less, same_page=True) == changes(less, full, same_page=True) == []


def test_an_object_shown_without_its_fields_says_nothing_of_them():
    """The fields of an object are compared where both pages show some of them, or the object itself is gone."""
    closed = page(Operation("o", parts={"response": {"data": {}}}))
    opened = page(Operation("o", parts={"response": {"data": {}, "data.id": {}}}))
    wider = page(Operation("o", parts={"response": {"data": {}, "data.id": {}, "data.name": {}}}))
    bare = page(Operation("o", parts={"response": {"id": {}}}))
    assert changes(closed, opened, same_page=True) == changes(opened, closed, same_page=True) == []
    assert [one.field for one in changes(opened, wider, same_page=True)] == ["data.name"]
    assert [one.field for one in changes(opened, bare, same_page=True)] == ["id", "data", "data.id"]


@pytest.mark.parametrize(
    ("now", "same_page", "is_gone"),
    [
        ({"type": "string"}, True, True),
        ({"type": "integer"}, True, True),
        ({"type": "string"}, False, False),
        ({"type": "enum"}, True, False),
        ({}, True, False),
    ],
)
def test_values_that_a_page_no_longer_shows_are_gone(now, same_page, is_gone):
    """Where the same page calls a field a plain string by now; values of another page, or hidden ones, are not gone."""
    found = fact_changes({"type": "string", "enum": ["loud"]}, now, same_page=same_page)
    gone = Change(ChangeKind.TYPE, fact="enum", was=["loud"], now=None)
    assert (gone in list(found)) is is_gone
    back = fact_changes(now, {"type": "string", "enum": ["loud"]}, same_page=same_page)
    assert (replace(gone, was=None, now=["loud"]) in list(back)) is is_gone


def test_the_bodies_of_errors_are_compared():
    """A change in the body of an error stands under its status and no operation."""
    old, new = (page(errors={"404": {"error": {"type": kind}}, "500": {}}) for kind in ("string", "object"))
    assert changes(old, new, same_page=True) == [
        Change(ChangeKind.TYPE, "", "404", "error", "type", "string", "object")
    ]


def test_credentials_are_compared():
    """A scheme or scope that both pages name, and not alike, is a change."""
    old, new = (page(security={"scheme": "basic", "scope": scope}) for scope in ("Numbers", "Pets"))
    assert changes(old, new, same_page=True) == [
        Change(ChangeKind.SECURITY, field="scope", was="Numbers", now="Pets")
    ]
    assert changes(old, page(), same_page=True) == []


@pytest.mark.parametrize(
    ("fact", "was", "now", "less"),
    [
        ("excludes", ["a", "b"], ["b"], True),
        ("excludes", ["a"], ["b"], False),
        ("usedWith", {"k": ["a", "b"]}, {"k": ["a"]}, False),
    ],
)
def test_who_names_less_does_not_contradict(fact, was, now, less):
    """A rule that lists fields may list fewer; one that ties a field to values may not."""
    (change,) = changes(update({fact: was}), update({fact: now}), same_page=False)
    assert names_less(change) == less


NAMES = st.sampled_from(["a", "b", "c", "d.e", "d"])
LISTS = st.lists(st.sampled_from("xyz"), min_size=1, unique=True)
FIELD = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "enum"]),
        "format": st.sampled_from(["uuid", "uri"]),
        "required": st.booleans(),
        "nullable": st.booleans(),
        "enum": LISTS,
        "default": st.integers(0, 2),
        "maximum": st.integers(0, 2),
        "usedWith": st.dictionaries(st.sampled_from("kl"), LISTS, min_size=1),
        "excludes": LISTS,
        "clearable": st.booleans(),
        "unread": LISTS,
    },
)
FIELDS = st.dictionaries(NAMES, FIELD, max_size=4)
OPERATION = st.builds(
    Operation,
    name=st.just(""),
    method=st.sampled_from([None, "GET", "PUT"]),
    path=st.sampled_from([None, "/a", "/b/{id}"]),
    parts=st.dictionaries(st.sampled_from(PARTS), FIELDS, max_size=2),
    statuses=st.sampled_from([(), ("200",), ("200", "404")]),
    body_required=st.sampled_from([None, False, True]),
)
PAGE = st.builds(
    lambda operations, errors: Page(
        "P",
        {name: replace(said, name=name) for name, said in operations.items()},
        errors=errors,
    ),
    st.dictionaries(st.sampled_from("opq"), OPERATION, max_size=3),
    st.dictionaries(st.sampled_from(["404", "422"]), FIELDS, max_size=2),
)


@given(PAGE, st.booleans())
def test_a_page_differs_in_nothing_from_itself(one, same_page):
    """No page differs from itself."""
    assert changes(one, one, same_page=same_page) == []


@given(PAGE, PAGE, st.booleans())
def test_back_is_the_opposite_of_forth(one, other, same_page):
    """From the newer page to the older, what was added is removed, and was and now change places."""
    there = changes(one, other, same_page=same_page)
    back = [
        Change(OPPOSITES.get(c.kind, c.kind), c.operation, c.part, c.field, c.fact, c.now, c.was)
        for c in changes(other, one, same_page=same_page)
    ]
    if not same_page:  # another page need not have all operations
        kinds = (ChangeKind.OPERATION_ADDED, ChangeKind.OPERATION_REMOVED)
        there, back = ([change for change in found if change.kind not in kinds] for found in (there, back))
    assert sorted(map(repr, there)) == sorted(map(repr, back))


def test_rules_above_an_operation_come_and_go():
    """A sentence above the fields that sounds like a rule is compared by its digest, on the same page alone."""
    old, new = (Page("P", {"o": Operation("o", unread=digests)}) for digests in (("a", "b"), ("b", "c")))
    assert [
        (one.kind, one.operation, one.fact, one.was, one.now) for one in changes(old, new, same_page=True)
    ] == [
        (ChangeKind.RULE_ADDED, "o", "unread", None, "c"),
        (ChangeKind.RULE_REMOVED, "o", "unread", "a", None),
    ]
    assert changes(old, new, same_page=False) == []
