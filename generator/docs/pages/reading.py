"""Reading: one captured page becomes facts, or an error that says how far the reading came."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.docs.facts import Fields, Operation, Page
from generator.docs.pages.capture import Capture, capture_file
from generator.docs.pages.draft import Draft, Part
from generator.docs.pages.errors import PageError
from generator.docs.pages.forms.decoding import decode
from generator.docs.pages.forms.page_text import PageText, page_text
from generator.docs.pages.layouts import read_lines
from generator.docs.pages.lines import digest
from generator.docs.pages.openapi.document import read_document
from generator.docs.pages.web.fetch import capture_url

__all__ = ["Capture", "PageError", "Reading", "capture_file", "capture_url", "read_page"]


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
