"""The report for a browser, in a browser: it fits a desktop and a phone, marks what differs, and runs nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.docs.compare.changes import Change, ChangeKind
from generator.docs.compare.compare import Difference, Drift, PageValue, Side
from generator.docs.compare.page_checks import CheckedPage, CheckResult
from generator.docs.compare.spec_facts import Check
from generator.docs.reports.html_report import as_html
from generator.facts import Operation, Page
from generator.openapi.extension_rows import CheckRow
from generator.rules.check_rules import Guard
from tests.generator.docs.reports.chromium import PROGRAM, browser

HOSTILE = (
    "<script>document.title='owned'</script><img src=http://127.0.0.1:9/x onerror=\"document.title='owned'\">"
)
LONG = "call_relay_context_status_callback_url_of_a_name_that_goes_on_and_on_and_on"
HANDLERS = [f"handler_{number}" for number in range(12)]


def page(fields, *, layout="stacked"):
    """A page of one operation with these query fields."""
    return Page("Pets & more", {"find_pets": Operation("find_pets", parts={"query": fields})}, layout=layout)


OLD = page({"kind": {"type": "string", "enum": HANDLERS}, "age": {"type": "integer"}, LONG: {}})
BLOG = page({"kind": {"type": "string", "enum": HANDLERS[:9]}, "age": {"type": "integer"}})
NEW = page(
    {"kind": {"type": "string", "enum": HANDLERS[1:]}, "age": {"type": "integer"}, HOSTILE: {}, LONG: {}}
)
HELD = page(
    {"kind": {"type": "string", "enum": HANDLERS}, "age": {"type": "integer"}, LONG: {"type": "string"}}
)
GONE = Difference(
    Change(ChangeKind.VALUE_REMOVED, "find_pets", "query", "kind", "enum", was="handler_0"),
    (Side.RECORDED,),
    breaking="the value is refused",
    is_mechanical=False,
    path="spec/pets.yaml",
    line=7,
    pointer="",
    page_values=(PageValue("blog", "find_pets", "query", value=True),),
    checks=(
        Check(
            "known-kind",
            "find_pets",
            "spec/pets.yaml",
            3,
            Guard(CheckRow("known-kind", "find_pets", "", ""), ()),
        ),
    ),
)
ADDED = replace(
    GONE,
    change=Change(ChangeKind.FIELD_ADDED, "find_pets", "query", HOSTILE, now={}),
    breaking=None,
    checks=(),
    sentence=HOSTILE,
)
REVIEW = CheckResult(
    (
        CheckedPage(
            f"{HOSTILE}.txt",
            Drift("pets", "guide", NEW, "guide", OLD, HELD, (GONE, ADDED)),
            {"guide": OLD, "blog": BLOG, **dict.fromkeys((f"twin-{number}" for number in range(6)), BLOG)},
        ),
    )
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The report as a file."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(as_html(REVIEW), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    """A tab of a browser."""
    if PROGRAM is None:
        pytest.skip("there is no Chromium here")
    with browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


def shown(tab, selector):
    """The texts of the elements that a reader sees."""
    texts = tab.value(
        f"[...document.querySelectorAll({selector!r})].filter(e => e.checkVisibility()).map(e => e.innerText)"
    )
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_never_scrolls_sideways(width, scheme, tab, path):
    """On a desktop and on a phone, in light and in dark, the page is as wide as its window."""
    tab.open(path, width, scheme=scheme)
    assert tab.value("document.documentElement.scrollWidth") == width


def test_the_page_asks_nobody_and_runs_nothing(tab, path):
    """What a page says stays text: no script runs, no image loads, and nothing is asked for but the file itself."""
    tab.open(path, 1280)
    assert tab.value("document.title") == "Documentation check"
    assert tab.value("document.querySelectorAll('script, img, link, iframe').length") == 0
    assert (tab.requests, tab.errors) == ([path.as_uri()], [])
    assert any(HOSTILE in text for text in shown(tab, "th[scope=row]"))


def test_the_page_forbids_what_it_does_not_use(tab, path):
    """Its policy admits its own style and nothing else, so that even markup that slips through loads nothing."""
    tab.open(path, 1280)
    tab.value("document.body.insertAdjacentHTML('beforeend', '<img src=https://127.0.0.1:9/x>')")
    tab.value(
        "const s = document.createElement('script'); s.text = \"document.title = 'owned'\";"
        " document.body.append(s)"
    )
    tab.wait(lambda: len(tab.errors) > 1 and tab.blocked)
    assert (tab.value("document.title"), tab.blocked) == ("Documentation check", ["csp"])


def test_what_differs_is_marked_in_words(tab, path):
    """A disputed fact and a change carry a sign beside their colour, and words for who can't see it."""
    tab.open(path, 1280)
    assert shown(tab, "td.is-disputed .disputed summary") == [
        "≠ disputed: 11 of 12 values, without handler_0",
        "≠ disputed: 12 values",
        "≠ disputed: 12 values",
        *["≠ disputed: 9 of 12 values, without handler_9, handler_10, handler_11"] * 7,
    ]
    assert shown(tab, "td.is-changed .change") == [
        "● breaks callers: value removed: handler_0",
        "● field added",
    ]
    assert [text.split()[-2:] for text in shown(tab, "td.is-absent")] == [["lacks", "it"]] * 16


def test_a_choice_hides_what_agrees(tab, path):
    """All fields, the disputed ones or those with drift are shown, without any script."""
    tab.open(path, 1280)
    rows = {
        "m1-all": ["kind", "age", HOSTILE, LONG],
        "m1-disputed": ["kind", HOSTILE, LONG],
        "m1-changed": ["kind", HOSTILE],
    }
    for choice, fields in rows.items():
        tab.value(f"document.querySelector('label[for={choice}]').click()")
        assert sorted(shown(tab, "th[scope=row]")) == sorted(fields)


def test_the_head_and_the_first_column_stay(tab, path):
    """While the matrix is scrolled, the names of pages and fields stay in sight."""
    tab.open(path, 700 + 200, height=500)
    frame = (
        "const f = document.querySelector('.frame'); f.style.maxHeight = '120px'; f.style.width = '400px';"
    )
    tab.value(f"{frame} f.scrollTo(200, 60)")
    gaps = """(() => {
        const box = (one) => document.querySelector(one).getBoundingClientRect();
        return [box('thead th').top - box('.frame').top, box('tbody th[scope=row]').left - box('.frame').left];
    })()"""
    assert tab.value(gaps) == [1, 1]  # the frame's own border


def test_a_phone_shows_a_field_as_a_card(tab, path):
    """On a phone each page's word stands under its field, with the page's name; what says nothing is left out."""
    tab.open(path, 390)
    assert tab.value("getComputedStyle(document.querySelector('thead')).display") == "none"
    cells = "[...document.querySelectorAll('tr.field td')].slice(0, 4)"
    names = tab.value(f"{cells}.map(e => getComputedStyle(e, '::before').content)")
    assert names == ['"guide now"', '"spec"', '"guide"', '"blog"']


def test_the_table_is_one_to_those_who_hear_it(tab, path):
    """Rows, cells and heads keep their roles on a phone, where they are no table to the eye."""
    tab.open(path, 390)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    assert roles.count("table") == 1
    assert roles.count("rowheader") == 5  # four fields and their group
    assert {"row", "cell"} <= set(roles)


def luminance(colour):
    """The relative luminance of an `rgb(...)` colour, as WCAG defines it."""
    channels = [int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3]]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out(scheme, tab, path):
    """Every text has a contrast of 4.5 to 1 at least with what lies behind it."""
    tab.open(path, 1280, scheme=scheme)
    pairs = tab.value("""(() => {
        const behind = (e) => {
            const paper = getComputedStyle(e).backgroundColor;
            return paper !== 'rgba(0, 0, 0, 0)' || !e.parentElement ? paper : behind(e.parentElement);
        };
        const texts = document.evaluate('//body//text()[normalize-space()]', document, null, 7);
        const found = new Set();
        for (let i = 0; i < texts.snapshotLength; i++) {
            const e = texts.snapshotItem(i).parentElement;
            if (e.checkVisibility()) found.add(getComputedStyle(e).color + ' on ' + behind(e));
        }
        return [...found];
    })()""")
    assert len(pairs) > 5
    for pair in pairs:
        dark, light = sorted(map(luminance, pair.split(" on ")))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, pair
