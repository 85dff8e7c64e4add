"""The one reader of pages that list fields under headings; a layout is the table it reads by.

Every line has to be accounted for: a heading, the furniture of the page, a field, words, or a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.docs.pages.capture import PageError, path_of, quoted
from generator.docs.pages.draft import Draft
from generator.docs.pages.field_list import FieldList
from generator.docs.pages.layouts import FIELDS, METHOD, Layout, Section
from generator.docs.pages.lines import Cursor, Form, Line, Titles
from generator.docs.pages.samples import add_examples, is_numbered, take_sample
from generator.docs.pages.sentences import is_prose

_MARK_OF_HEADING = re.compile(r" ?(?:required|optional)$", re.IGNORECASE)
_STATUS = re.compile(r"(?P<status>[1-5]\d\d)(?: [A-Z][A-Za-z' -]{1,40})?")
_REASON = 60
# Answers, and methods whose answers, may have no body.
_BODILESS = frozenset({"202", "204", "205", "DELETE", "HEAD", "OPTIONS"})
_SCOPE = re.compile(r"\bfollowing scopes?: (?P<scope>\w[\w:.-]*\w(?:, \w[\w:.-]*\w)*)")
_USES = re.compile(r"\bUses? (?P<method>GET|PUT|POST|PATCH|DELETE)\b")
_URL = re.compile(r"(?:https?://|/)\S+")


def read_sections(lines: Sequence[Line], layout: Layout) -> Draft:
    """Read a page.

    Args:
        lines: Its lines.
        layout: The layout it is in.

    Raises:
        PageError: A line fits nothing, or the page stops before its end.
    """
    reader = _Reader(lines, layout)
    with reader.draft.telling():
        reader.read()
    return reader.draft


class _Reader:
    def __init__(self, lines: Sequence[Line], layout: Layout) -> None:
        self._cursor = Cursor(lines)
        self._layout = layout
        self.draft = Draft(layout.name)
        self._titles = Titles()
        self._fields = FieldList(self.draft, layout.read_head, layout.denied)
        self._status = ""
        self._used: str | None = None
        self._samples = self._code_lines = 0
        self._seen: set[Section] = set()
        self._in: Callable[[], None] = self._preamble

    def read(self) -> None:
        while self._cursor:
            section = self._section(self._cursor.line)
            if self._begins_operation():
                self._operation()
            elif section:
                self._enter(section)
            elif self._layout.chrome.fullmatch(self._cursor.line.text):
                self._cursor.skip(1)
            elif self._shows_code():
                self._code_between()
            else:
                self._in()
        self._close()

    def _section(self, line: Line) -> Section | None:
        if line.form is Form.CODE or not line.text[0].isupper() or self._awaits_sample:
            return None
        return self._layout.sections.get(_MARK_OF_HEADING.sub("", line.text).lower())

    @property
    def _awaits_sample(self) -> bool:
        return self._in == self._sample_under_heading

    def _begins_operation(self) -> bool:
        below = self._cursor.after()
        return self._layout.has_methods and below is not None and METHOD.fullmatch(below.text) is not None

    def _operation(self) -> None:
        if self.draft.operations:
            self._close_part()
        elif not self.draft.title:
            self.draft.title = self._titles.name()
        line = self._cursor.take()
        operation = self.draft.start(line.text, line.number)
        found = METHOD.fullmatch(self._cursor.take().text)
        url = found["url"] if found else None
        if not url and self._cursor and _URL.fullmatch(self._cursor.line.text):
            url = self._cursor.take().text
        if not found or not url:
            raise PageError("a URL must stand behind the method.", self._cursor.number)
        operation.method, operation.path = found["method"], path_of(url)
        self._seen, self._status = set(), ""
        self._in = self._words

    def _enter(self, section: Section) -> None:
        line = self._cursor.take()
        if not self.draft.operations:
            self._begin_by_title(line)
        if section is Section.SAMPLE and section in self._seen:
            raise PageError("a second sample begins here.", line.number)
        self._seen.add(section)
        if section in FIELDS:
            is_error = section is Section.RESPONSE and self._status[:1] not in ("", "2")
            self._fields.begin(self._status if is_error else section.value, line)
        self._code_lines = 0
        self._in = {
            Section.PERMISSIONS: self._permissions,
            Section.CONTAINER: self._nothing,
            Section.RESPONSES: self._statuses,
            Section.SAMPLE: self._sample_under_heading,
            Section.CODE: self._code,
        }.get(section, self._in_fields)

    def _begin_by_title(self, line: Line) -> None:
        name = self._titles.name()
        if not name or self._layout.has_methods:
            raise PageError("no operation is named before this line.", line.number)
        self.draft.start(name).method = self._used

    def _preamble(self) -> None:
        if self._titles.add(self._cursor.line):
            self._cursor.skip(1)
        else:
            self._in = self._words

    def _words(self) -> None:
        self._require(is_prose(self._cursor.line), "words or a heading")
        if used := _USES.search(self._cursor.take().text):
            self._used = used["method"]

    def _permissions(self) -> None:
        self._require(is_prose(self._cursor.line), "words or a heading")
        if scope := _SCOPE.search(self._cursor.take().text):
            self.draft.security["scope"] = scope["scope"]

    def _nothing(self) -> None:
        raise self._cursor.misfit("a heading")

    def _statuses(self) -> None:
        line = self._cursor.take()
        if status := _STATUS.fullmatch(line.text):
            self._status = status["status"]
            self.draft.operation.statuses.append(self._status)
            self._in = self._reason
        else:
            self._cursor.skip(-1)
            self._nothing()

    def _reason(self) -> None:
        if _STATUS.fullmatch(self._cursor.line.text):
            # Of several in a row, the first is the one that is shown.
            shown = self._status
            self._statuses()
            self._status = shown
            return
        self._require(
            len(self._cursor.line.text) <= _REASON or is_prose(self._cursor.line), "a status's reason"
        )
        self._cursor.skip(1)
        self._in = self._statuses

    def _in_fields(self) -> None:
        if self._status and _STATUS.fullmatch(self._cursor.line.text):
            self._statuses()
        else:
            self._fields.step(self._cursor)

    def _sample_under_heading(self) -> None:
        line = self._cursor.line
        if line.text.lower() in ("request", "response", "json") or self._layout.chrome.fullmatch(line.text):
            self._cursor.skip(1)
            return
        add_examples(self.draft.operation.parts.setdefault("response", {}), take_sample(self._cursor))
        self._samples += 1
        self._in = self._nothing

    def _code(self) -> None:
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
            and self._in not in (self._sample_under_heading, self._code)
        )

    def _code_between(self) -> None:
        if self._cursor.line.text.lstrip()[:1] in ("{", "["):
            self._fields.show(take_sample(self._cursor))
        else:
            self._cursor.skip(1)

    def _require(self, fits: object, wanted: str) -> None:
        if not fits:
            raise self._cursor.misfit(wanted)

    def _close_part(self) -> None:
        operation = self.draft.operation
        if Section.RESPONSES in self._seen and not operation.statuses:
            raise self._cut("before a status of", operation.name)
        if self._in == self._code and not self._code_lines:
            raise self._cut("before the code of", operation.name)
        if Section.SAMPLE in self._seen and self._layout.shows_samples and not self._samples:
            raise self._cut("before the sample of", operation.name)

    def _close(self) -> None:
        if not self.draft.operations:
            raise PageError("the page describes no operation: it has no heading under which fields stand.")
        self._close_part()
        name = self.draft.operation.name
        if not self._seen & self._layout.is_closed_by:
            raise self._cut("before the end of", name)
        if self._in == self._in_fields and not self._fields.is_whole:
            raise self._cut("inside a field of", name)
        if self._status[:1] == "2" and self._status not in _BODILESS and not self._has_body():
            raise self._cut("before the body of the answer of", name)

    def _has_body(self) -> bool:
        operation = self.draft.operation
        return (
            Section.RESPONSES not in self._seen
            or "response" in operation.parts
            or operation.method in _BODILESS
        )

    def _cut(self, where: str, name: str) -> PageError:
        return PageError(f"the page stops {where} {quoted(name)}; save the whole of it.", self._cursor.number)
