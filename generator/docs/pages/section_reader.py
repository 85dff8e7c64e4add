"""Reads pages that list fields under headings, by the table of their layout.

Every line must be recognised: as a heading, page furniture, a field, a description or a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.docs.pages.capture import PageError, excerpt, path_template
from generator.docs.pages.field_list import FieldList
from generator.docs.pages.layouts import FIELDS, METHOD, URL, Layout, Section
from generator.docs.pages.lines import Cursor, Form, Line, Titles
from generator.docs.pages.page_draft import Draft
from generator.docs.pages.samples import add_examples, sample_fields, starts_with_number, take_sample
from generator.docs.pages.sentences import SCOPE, is_prose

_MARK_OF_HEADING = re.compile(r" ?(?P<mark>required|optional)$", re.IGNORECASE)
_STATUS = re.compile(r"(?P<status>[1-5]\d\d)(?: [A-Z][A-Za-z' -]{1,40})?")
_MAX_REASON = 60
_SENTENCE_WORDS = 3
# Statuses and methods whose answers may have no body.
_BODILESS = frozenset({"202", "204", "205", "DELETE", "HEAD", "OPTIONS"})
_METHOD_USE = re.compile(r"\bUses? (?P<method>GET|PUT|POST|PATCH|DELETE)\b")
_SCHEME = re.compile(r"Authorization ?(?P<scheme>Basic|Bearer)")
_KEY = re.compile(r"(?P<header>[\w-]+?) ?string")
_CALL = re.compile(r"(?<![A-Za-z_.])client\.(?P<resource>[a-z_]+(?:\.[a-z_]+)*)\.(?P<verb>[A-Za-z_]+)\(")
_MARK = re.compile(r"required|optional", re.IGNORECASE)


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
        reader.read_page()
    return reader.draft


class _Reader:
    def __init__(self, lines: Sequence[Line], layout: Layout) -> None:
        self._cursor = Cursor(lines)
        self._layout = layout
        self.draft = Draft(layout.name)
        self._titles = Titles()
        self._fields = FieldList(self.draft, layout.read_head, layout.implied_facts, self._ends_fields)
        self._status = ""
        self._method: str | None = None
        self._samples = self._code_lines = 0
        self._path: str | None = None
        self._words: list[str] = []
        self._sections: set[Section] = set()
        self._read_line: Callable[[], None] = self._read_preamble

    def read_page(self) -> None:
        self._fields.shown_names = self._shown_names()
        while self._cursor:
            section = self._heading_section(self._cursor.line)
            if self._begins_operation():
                self._begin_operation()
            elif section:
                self._enter_section(section)
            elif self._layout.chrome.fullmatch(self._cursor.line.text):
                self._cursor.skip(1)
            elif self._shows_call():
                self._take_call()
            elif self._shows_code():
                self._read_unannounced_code()
            else:
                self._read_line()
        self._finish()

    def _shown_names(self) -> frozenset[str]:
        """Return the names of the fields in the sample of the only answer, which stands below them."""
        rest = Cursor(self._cursor.rest())
        headings = [line for line in rest.rest() if self._heading_section(line) is Section.SAMPLE]
        if len(headings) != 1:
            return frozenset()
        rest.skip(rest.rest().index(headings[0]) + 1)
        while rest and rest.line.form is not Form.CODE and self._is_label_of_sample(rest.line):
            rest.skip(1)
        try:
            sample = take_sample(rest) if rest else None
        except PageError:
            return frozenset()  # it is told where it stands
        return frozenset(name for name, _ in sample_fields(sample, frozenset()))

    def _heading_section(self, line: Line) -> Section | None:
        if line.form is Form.CODE or not line.text[0].isupper() or self._awaits_sample:
            return None
        return self._layout.sections.get(_MARK_OF_HEADING.sub("", line.text).lower())

    def _ends_fields(self, line: Line) -> bool:
        return self._heading_section(line) is not None or self._layout.chrome.fullmatch(line.text) is not None

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

    def _shows_call(self) -> bool:
        """Tell whether method and URL stand here, above the fields of a page whose layout has no line for them."""
        is_above = not self.draft.operations and not self._layout.has_methods
        return is_above and METHOD.fullmatch(self._cursor.line.text) is not None

    def _take_call(self) -> None:
        match = METHOD.fullmatch(self._cursor.take().text)
        url = match["url"] if match else None
        if not url and self._cursor and URL.fullmatch(self._cursor.line.text):
            url = self._cursor.take().text
        if match:
            self._method = match["method"]
        self._path = path_template(url) if url else None

    def _begin_operation(self) -> None:
        if self.draft.operations:
            self._close_part()
        elif not self.draft.title:
            self.draft.title = self._titles.operation_name()
        line = self._cursor.take()
        is_first = not self.draft.operations
        operation = self.draft.begin_operation(line.text, line.number)
        match = METHOD.fullmatch(self._cursor.take().text)
        url = match["url"] if match else None
        if not url and self._cursor and URL.fullmatch(self._cursor.line.text):
            url = self._cursor.take().text
        if not match or not url:
            raise PageError("expected a URL after the method.", self._cursor.number)
        operation.method, operation.path = match["method"], path_template(url)
        above = [text for text in self._titles.other_lines() if text != self.draft.title] if is_first else []
        operation.words, self._words = [*above, *self._words], []
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
            mark = self._take_mark(line)
            if section is Section.REQUEST and mark:
                self.draft.operation.body_required = mark == "required"
        self._code_lines = 0
        self._read_line = {
            Section.PERMISSIONS: self._read_permissions,
            Section.CONTAINER: self._refuse_line,
            Section.RESPONSES: self._read_status,
            Section.SAMPLE: self._read_sample,
            Section.CODE: self._read_code,
            Section.AUTHENTICATION: self._read_authentication,
            Section.ERRORS: self._read_error,
        }.get(section, self._read_fields)

    def _take_mark(self, heading: Line) -> str:
        """Return the mark of a heading in small letters, empty where it has none.

        Where a text lost its form, the mark is a line of its own.
        """
        if match := _MARK_OF_HEADING.search(heading.text):
            return match["mark"].lower()
        is_text = heading.depth is None and bool(self._cursor)
        line_below = self._cursor.peek()
        if (
            is_text
            and _MARK.fullmatch(self._cursor.line.text)
            and not (line_below and _MARK.fullmatch(line_below.text))
        ):
            return self._cursor.take().text.lower()
        return ""

    def _begin_by_title(self, line: Line) -> None:
        name = self._titles.operation_name()
        if not name or self._layout.has_methods:
            raise PageError("expected the operation's title before this line.", line.number)
        operation = self.draft.begin_operation(name)
        operation.method, operation.path = self._method, self._path
        operation.words, self._words = [*self._titles.other_lines(), *self._words], []

    def _read_preamble(self) -> None:
        if self._titles.add_line(self._cursor.line):
            self._cursor.skip(1)
        else:
            self._read_line = self._read_words

    def _read_words(self) -> None:
        self._require(is_prose(self._cursor.line), "words or a heading")
        words = self._cursor.take().text
        (self.draft.operation.words if self.draft.operations else self._words).append(words)
        if use := _METHOD_USE.search(words):
            self._method = use["method"]

    def _read_permissions(self) -> None:
        self._require(is_prose(self._cursor.line), "words or a heading")
        if scope := SCOPE.search(self._cursor.take().text):
            self.draft.security["scope"] = scope["scope"]

    def _read_authentication(self) -> None:
        line = self._cursor.line
        if scheme := _SCHEME.fullmatch(line.text):
            self.draft.security["scheme"] = scheme["scheme"].lower()
        elif _KEY.fullmatch(line.text):
            self.draft.security["scheme"] = "apikey"
        else:
            self._require(is_prose(line), "a scheme, words or a heading")
        self._cursor.skip(1)

    def _read_error(self) -> None:
        line = self._cursor.line
        status = _STATUS.match(line.text)
        if status and len(line.text) <= _MAX_REASON:
            self.draft.operation.statuses.append(status["status"])
        else:
            is_reason = bool(self.draft.operation.statuses) and len(line.text) <= _MAX_REASON
            self._require(is_reason or is_prose(line), "a status")
        self._cursor.skip(1)

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
        elif not self._fields.has_field and self._introduces_fields(self._cursor.line):
            self.draft.operation.words.append(self._cursor.take().text)
        else:
            self._fields.read_next(self._cursor)

    def _introduces_fields(self, line: Line) -> bool:
        """Tell whether a sentence about a whole body stands above its first field."""
        is_sentence = (
            line.text[0].isupper() and line.text[-1] == "." and len(line.text.split()) >= _SENTENCE_WORDS
        )
        return self._layout.has_introductions and is_sentence and is_prose(line)

    def _read_sample(self) -> None:
        line = self._cursor.line
        if self._is_label_of_sample(line):
            self._cursor.skip(1)
            return
        add_examples(self.draft.operation.parts.setdefault("response", {}), take_sample(self._cursor))
        self._samples += 1
        self._read_line = self._refuse_line

    def _is_label_of_sample(self, line: Line) -> bool:
        is_label = line.text.lower() in ("request", "response", "json")
        return is_label or self._layout.chrome.fullmatch(line.text) is not None

    def _read_code(self) -> None:
        self._code_lines += 1
        line = self._cursor.line
        self._require(
            line.form is Form.CODE or starts_with_number(line.text, self._code_lines), "a line of code"
        )
        self._name_by_call(line.text)
        self._cursor.skip(1)

    def _name_by_call(self, code: str) -> None:
        """Add the resource that a sample calls to a heading that is a verb alone, and the same verb."""
        call = _CALL.search(code)
        operation = self.draft.operation
        if call and call["verb"] == operation.name:
            resource = call["resource"].rpartition(".")[2].replace("_", " ").capitalize()
            self.draft.rename_operation(f"{resource}: {operation.name}")

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
        if Section.ERRORS in self._sections and not self.draft.operation.statuses:
            self.draft.gaps.append(f"the errors of {name}: the page shows none")
        if self._status[:1] == "2" and self._status not in _BODILESS and not self._has_body():
            if self._fields.has_joined_heads:
                # A text without its form has no tabs either, and a body stands in one.
                self.draft.gaps.append(
                    f"the body of the answer {self._status} of {name}: the page shows none"
                )
                return
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
