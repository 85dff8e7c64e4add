"""Reads pages that list fields under headings, by the table of their layout.

Every line must be recognised: as a heading, page furniture, a field, a description or a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.docs.pages.capture import PageError, excerpt, path_template
from generator.docs.pages.draft import Draft
from generator.docs.pages.field_list import FieldList
from generator.docs.pages.layouts import FIELDS, METHOD, Layout, Section
from generator.docs.pages.lines import Cursor, Form, Line, Titles
from generator.docs.pages.samples import add_examples, is_numbered, take_sample
from generator.docs.pages.sentences import is_prose

_MARK_OF_HEADING = re.compile(r" ?(?:required|optional)$", re.IGNORECASE)
_STATUS = re.compile(r"(?P<status>[1-5]\d\d)(?: [A-Z][A-Za-z' -]{1,40})?")
_MAX_REASON = 60
# Statuses and methods whose answers may have no body.
_BODILESS = frozenset({"202", "204", "205", "DELETE", "HEAD", "OPTIONS"})
_SCOPE = re.compile(r"\bfollowing scopes?: (?P<scope>\w[\w:.-]*\w(?:, \w[\w:.-]*\w)*)")
_METHOD_USE = re.compile(r"\bUses? (?P<method>GET|PUT|POST|PATCH|DELETE)\b")
_URL = re.compile(r"(?:https?://|/)\S+")


def read_sections(lines: Sequence[Line], layout: Layout) -> Draft:
    """Read a page.

    Args:
        lines: Its lines.
        layout: The layout it is in.

    Raises:
        PageError: A line is not expected where it stands, or the page is cut off.
    """
    reader = _Reader(lines, layout)
    with reader.draft.report_progress():
        reader.read()
    return reader.draft


class _Reader:
    def __init__(self, lines: Sequence[Line], layout: Layout) -> None:
        self._cursor = Cursor(lines)
        self._layout = layout
        self.draft = Draft(layout.name)
        self._titles = Titles()
        self._fields = FieldList(self.draft, layout.read_head, layout.implied_facts)
        self._status = ""
        self._method: str | None = None
        self._samples = self._code_lines = 0
        self._sections: set[Section] = set()
        self._read_line: Callable[[], None] = self._read_preamble

    def read(self) -> None:
        while self._cursor:
            section = self._heading_section(self._cursor.line)
            if self._begins_operation():
                self._begin_operation()
            elif section:
                self._enter_section(section)
            elif self._layout.chrome.fullmatch(self._cursor.line.text):
                self._cursor.skip(1)
            elif self._shows_code():
                self._read_unannounced_code()
            else:
                self._read_line()
        self._finish()

    def _heading_section(self, line: Line) -> Section | None:
        if line.form is Form.CODE or not line.text[0].isupper() or self._awaits_sample:
            return None
        return self._layout.sections.get(_MARK_OF_HEADING.sub("", line.text).lower())

    @property
    def _awaits_sample(self) -> bool:
        return self._read_line == self._read_sample

    def _begins_operation(self) -> bool:
        line_below = self._cursor.peek()
        return (
            self._layout.has_methods
            and line_below is not None
            and METHOD.fullmatch(line_below.text) is not None
        )

    def _begin_operation(self) -> None:
        if self.draft.operations:
            self._close_part()
        elif not self.draft.title:
            self.draft.title = self._titles.operation_name()
        line = self._cursor.take()
        operation = self.draft.begin_operation(line.text, line.number)
        match = METHOD.fullmatch(self._cursor.take().text)
        url = match["url"] if match else None
        if not url and self._cursor and _URL.fullmatch(self._cursor.line.text):
            url = self._cursor.take().text
        if not match or not url:
            raise PageError("expected a URL after the method.", self._cursor.number)
        operation.method, operation.path = match["method"], path_template(url)
        self._sections, self._status = set(), ""
        self._read_line = self._read_words

    def _enter_section(self, section: Section) -> None:
        line = self._cursor.take()
        if not self.draft.operations:
            self._begin_by_title(line)
        if section is Section.SAMPLE and section in self._sections:
            raise PageError("this operation has a sample already.", line.number)
        self._sections.add(section)
        if section in FIELDS:
            is_error = section is Section.RESPONSE and self._status[:1] not in ("", "2")
            self._fields.begin_part(self._status if is_error else section.value, line)
        self._code_lines = 0
        self._read_line = {
            Section.PERMISSIONS: self._read_permissions,
            Section.CONTAINER: self._refuse_line,
            Section.RESPONSES: self._read_status,
            Section.SAMPLE: self._read_sample,
            Section.CODE: self._read_code,
        }.get(section, self._read_fields)

    def _begin_by_title(self, line: Line) -> None:
        name = self._titles.operation_name()
        if not name or self._layout.has_methods:
            raise PageError("expected the operation's title before this line.", line.number)
        self.draft.begin_operation(name).method = self._method

    def _read_preamble(self) -> None:
        if self._titles.add_line(self._cursor.line):
            self._cursor.skip(1)
        else:
            self._read_line = self._read_words

    def _read_words(self) -> None:
        self._require(is_prose(self._cursor.line), "words or a heading")
        if use := _METHOD_USE.search(self._cursor.take().text):
            self._method = use["method"]

    def _read_permissions(self) -> None:
        self._require(is_prose(self._cursor.line), "words or a heading")
        if scope := _SCOPE.search(self._cursor.take().text):
            self.draft.security["scope"] = scope["scope"]

    def _refuse_line(self) -> None:
        raise self._cursor.misfit_error("a heading")

    def _read_status(self) -> None:
        line = self._cursor.take()
        if status := _STATUS.fullmatch(line.text):
            self._status = status["status"]
            self.draft.operation.statuses.append(self._status)
            self._read_line = self._read_reason
        else:
            self._cursor.skip(-1)
            self._refuse_line()

    def _read_reason(self) -> None:
        if _STATUS.fullmatch(self._cursor.line.text):
            # Of several in a row, the first is the one that is shown.
            first_status = self._status
            self._read_status()
            self._status = first_status
            return
        self._require(
            len(self._cursor.line.text) <= _MAX_REASON or is_prose(self._cursor.line), "a status's reason"
        )
        self._cursor.skip(1)
        self._read_line = self._read_status

    def _read_fields(self) -> None:
        if self._status and _STATUS.fullmatch(self._cursor.line.text):
            self._read_status()
        else:
            self._fields.read_next(self._cursor)

    def _read_sample(self) -> None:
        line = self._cursor.line
        if line.text.lower() in ("request", "response", "json") or self._layout.chrome.fullmatch(line.text):
            self._cursor.skip(1)
            return
        add_examples(self.draft.operation.parts.setdefault("response", {}), take_sample(self._cursor))
        self._samples += 1
        self._read_line = self._refuse_line

    def _read_code(self) -> None:
        self._code_lines += 1
        line = self._cursor.line
        self._require(line.form is Form.CODE or is_numbered(line.text, self._code_lines), "a line of code")
        self._cursor.skip(1)

    def _shows_code(self) -> bool:
        """Tell whether code begins here that no heading announces."""
        line = self._cursor.line
        is_code = line.form is Form.CODE or line.text.startswith(("{", "[{"))
        return (
            is_code
            and bool(self.draft.operations)
            and self._read_line not in (self._read_sample, self._read_code)
        )

    def _read_unannounced_code(self) -> None:
        if self._cursor.line.text.lstrip()[:1] in ("{", "["):
            self._fields.add_sample(take_sample(self._cursor))
        else:
            self._cursor.skip(1)

    def _require(self, fits: object, expected: str) -> None:
        if not fits:
            raise self._cursor.misfit_error(expected)

    def _close_part(self) -> None:
        operation = self.draft.operation
        if Section.RESPONSES in self._sections and not operation.statuses:
            raise self._cut_error("before a status of", operation.name)
        if self._read_line == self._read_code and not self._code_lines:
            raise self._cut_error("before the code of", operation.name)
        if Section.SAMPLE in self._sections and self._layout.shows_samples and not self._samples:
            raise self._cut_error("before the sample of", operation.name)

    def _finish(self) -> None:
        if not self.draft.operations:
            raise PageError(
                "the page describes no operation: it has no heading for fields, such as Request or Responses."
            )
        self._close_part()
        name = self.draft.operation.name
        if not self._sections & self._layout.closing_sections:
            raise self._cut_error("before the end of", name)
        if self._read_line == self._read_fields and not self._fields.is_whole:
            raise self._cut_error("within a field of", name)
        if self._status[:1] == "2" and self._status not in _BODILESS and not self._has_body():
            raise self._cut_error("before the body of the answer of", name)

    def _has_body(self) -> bool:
        operation = self.draft.operation
        return (
            Section.RESPONSES not in self._sections
            or "response" in operation.parts
            or operation.method in _BODILESS
        )

    def _cut_error(self, where: str, name: str) -> PageError:
        return PageError(
            f"the page is cut off {where} {excerpt(name)}; save the whole page.", self._cursor.number
        )
