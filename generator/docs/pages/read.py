"""Reads one captured page as facts, in the layout that it is in, or says how far the reading came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.docs.pages import sample_reader
from generator.docs.pages.capture import Capture, PageError, decode
from generator.docs.pages.draft import Draft, Part
from generator.docs.pages.layouts import GLUED, INLINE, OUTLINE, STACKED, Layout
from generator.docs.pages.lines import Line, digest
from generator.docs.pages.openapi_page import read_document
from generator.docs.pages.section_reader import read_sections
from generator.docs.pages.text import PageText, page_text
from generator.facts import Fields, Operation, Page


@dataclass(frozen=True)
class Reading:
    """What was read of a page.

    Attributes:
        page: Its facts.
        sentences: The sentences behind the digests of `unread`; they are kept nowhere else.
    """

    page: Page
    sentences: Mapping[str, str]


def read_page(capture: Capture, paths: Collection[str] = ()) -> Reading:
    """Read a page.

    Args:
        capture: The page as it came.
        paths: The paths to take from a document that describes more of them; all by default.

    Raises:
        PageError: It can't be read, or not to its end.
    """
    said = page_text(capture, decode(capture))
    draft = read_document(said.document, paths) if said.document is not None else read_lines(said.lines)
    return _reading(draft, capture, said)


def _reading(draft: Draft, capture: Capture, said: PageText) -> Reading:
    sentences: dict[str, str] = {}
    operations = {
        one.name: Operation(
            one.name,
            one.method,
            one.path,
            # A list without fields states nothing: it may be shown by script, or folded away.
            {part: _fields(fields, sentences) for part, fields in one.parts.items() if fields},
            tuple(one.statuses),
        )
        for one in draft.operations
    }
    page = Page(
        title=draft.title or draft.operations[0].name,
        operations=operations,
        layout=draft.layout,
        url=capture.url or said.url,
        date=said.date,
        digest=digest(said.lines),
        etag=capture.etag,
        security=draft.security,
        errors={status: _fields(fields, sentences) for status, fields in draft.errors.items() if fields},
    )
    return Reading(page, sentences)


def _fields(fields: Part, sentences: dict[str, str]) -> Fields:
    found: dict[str, Mapping[str, object]] = {}
    for name, field in fields.items():
        said = field.said(name)
        sentences |= said.sentences
        found[name] = said.facts
    return found


# The layouts of documentation pages, one module each; a new one is a module here and a row in the table.

_Read = Callable[[Sequence[Line]], Draft]


def _row(layout: Layout) -> tuple[Callable[[Line], bool], _Read]:
    return layout.is_sign, lambda lines: read_sections(lines, layout)


# A page may have the signs of several: the first one counts.
_LAYOUTS: tuple[tuple[Callable[[Line], bool], _Read], ...] = (
    _row(STACKED),
    (sample_reader.is_sign, sample_reader.read_samples),
    _row(INLINE),
    _row(GLUED),
    _row(OUTLINE),
)


def read_lines(lines: Sequence[Line]) -> Draft:
    """Read a page in the layout that it is in.

    Args:
        lines: Its lines.

    Raises:
        PageError: It is in none of them, or a line fits nothing there.
    """
    for is_sign, read in _LAYOUTS:
        if any(is_sign(line) for line in lines):
            return read(lines)
    raise PageError(
        "this is no page of an API's reference, or one in a layout that isn't known here;"
        " give the page that lists the fields of an operation, or its OpenAPI document."
    )
