"""Reads a page in its layout; an error says how far it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.docs.pages import sample_reader
from generator.docs.pages.capture import Capture, PageError, decode_page
from generator.docs.pages.draft import Draft, Part
from generator.docs.pages.layouts import GLUED, INLINE, OUTLINE, STACKED, Layout
from generator.docs.pages.lines import Line, text_digest
from generator.docs.pages.openapi_page import read_document
from generator.docs.pages.paths import Scope
from generator.docs.pages.section_reader import read_sections
from generator.docs.pages.text import PageText, page_text
from generator.facts import Fields, Operation, Page


@dataclass(frozen=True)
class Reading:
    """What was read of a page.

    Attributes:
        page: Its facts.
        sentences: The sentences behind the digests of `unread`; they are kept nowhere else.
        passed_operations: How many further operations it describes that nobody asked for.
    """

    page: Page
    sentences: Mapping[str, str]
    passed_operations: int = 0


def read_page(capture: Capture, scope: Scope | None = None) -> Reading:
    """Read a page.

    Args:
        capture: The page as it came.
        scope: What to read of a document of a whole API; all by default.

    Raises:
        PageError: It can't be read, or not to its end.
    """
    text = page_text(capture, decode_page(capture))
    if text.document is None:
        draft = read_lines(text.lines)
    else:
        draft = read_document(text.document, scope if text.is_document else None)
    return _build_reading(draft, capture, text)


def _build_reading(draft: Draft, capture: Capture, text: PageText) -> Reading:
    sentences: dict[str, str] = {}
    operations = {
        operation.name: Operation(
            operation.name,
            operation.method,
            operation.path,
            # A list without fields states nothing: it may be shown by script, or folded away.
            {part: _field_facts(fields, sentences) for part, fields in operation.parts.items() if fields},
            tuple(operation.statuses),
        )
        for operation in draft.operations
    }
    page = Page(
        title=draft.title or draft.operations[0].name,
        operations=operations,
        layout=draft.layout,
        url=capture.url or text.url,
        date=text.date,
        digest=text_digest(text.lines),
        etag=capture.etag,
        security=draft.security,
        errors={status: _field_facts(fields, sentences) for status, fields in draft.errors.items() if fields},
    )
    return Reading(page, sentences, draft.passed_operations)


def _field_facts(fields: Part, sentences: dict[str, str]) -> Fields:
    facts_by_name: dict[str, Mapping[str, object]] = {}
    for name, field in fields.items():
        description = field.read_facts(name)
        sentences |= description.sentences
        facts_by_name[name] = description.facts
    return facts_by_name


# The layouts of documentation pages: those of layouts.py, and `samples`; a new one is a row in this table.

_Read = Callable[[Sequence[Line]], Draft]


def _layout_row(layout: Layout) -> tuple[Callable[[Line], bool], _Read]:
    return layout.is_sign, lambda lines: read_sections(lines, layout)


# A page may have the signs of several: the first one counts.
_LAYOUTS: tuple[tuple[Callable[[Line], bool], _Read], ...] = (
    _layout_row(STACKED),
    (sample_reader.is_sign, sample_reader.read_samples),
    _layout_row(INLINE),
    _layout_row(GLUED),
    _layout_row(OUTLINE),
)


def read_lines(lines: Sequence[Line]) -> Draft:
    """Read a page in the layout that it is in.

    Args:
        lines: Its lines.

    Raises:
        PageError: It is in none of them, or a line is not expected where it stands.
    """
    for is_sign, read in _LAYOUTS:
        if any(is_sign(line) for line in lines):
            return read(lines)
    raise PageError(
        "this is not a page of an API reference, or its layout is unknown;"
        " pass the page that lists an operation's fields, its .md version, or the OpenAPI document."
    )
