"""Where the pages disagree, the spec says so: what each one says, what holds, and why."""

from collections import defaultdict


def disagreements(api):
    """Every x-disagreement of the spec by place; those of whole components under their kind."""
    found = {place: node["x-disagreement"] for place, node in api.places() if "x-disagreement" in node}
    for kind in ("schemas", "responses"):
        for name, node in api.spec["components"][kind].items():
            if "x-disagreement" in node:
                found[kind, name] = node["x-disagreement"]
    return found


def test_disagreements_are_complete(api):
    """A disagreement says what which pages say, what holds, and why."""
    for place, told in disagreements(api).items():
        assert [key for key in told if key != "about"] == ["pages", "resolution", "why"], place
        assert set(told["pages"]) <= set(api.pages), place
        assert all(isinstance(said, str) for said in told["pages"].values()), place


def differing(api):
    """The places where pages differ in values or formats, or where one lacks a field that another shows."""
    values, formats, shown, parts = (defaultdict(set) for _ in range(4))
    for stated in api.stated():
        if stated.page == "service-facts":  # these add to the pages, and are whole about none of them
            continue
        use = (stated.page, stated.operation, stated.part)
        if stated.part.isdigit():  # the body of one error says nothing of what another may hold
            continue
        shown[stated.place].add(use)
        parts[stated.place[0]].add(use)
        if "type" in stated.facts:
            formats[stated.place].add(stated.facts.get("format"))
        if "enum" in stated.facts:
            values[stated.place].add(frozenset(stated.facts["enum"]))
    found = {place for stated in (values, formats) for place, said in stated.items() if len(said) > 1}
    return found | {place for place in shown if place[0] != "parameters" and shown[place] != parts[place[0]]}


def differing_in_marks(api):
    """The places that one page marks as deprecated or possibly null, and another says are not."""
    said = defaultdict(set)
    for stated in api.stated():
        for mark in ("deprecated", "nullable"):
            if mark in stated.facts:
                said[stated.place, mark].add(stated.facts[mark])
    return {place for (place, _), marks in said.items() if len(marks) > 1}


def undeclared(api, places):
    """The places of which neither the place nor the whole schema that has it says that pages disagree."""
    declared = set(disagreements(api))
    return {place for place in places if not {place, ("schemas", place[0])} & declared}


def test_differing_facts_are_disagreements(api):
    """Where pages differ in values or formats, or one lacks a field that another shows, the spec says so."""
    assert undeclared(api, differing(api)) == set()


def test_differing_marks_are_disagreements(api):
    """Where one page says deprecated or possibly null, and another that it is not, the spec says so."""
    assert undeclared(api, differing_in_marks(api)) == set()
