"""The layout `samples`: words, parameters and JSON samples, from which the fields of the bodies are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.docs.pages.draft import Draft, DraftField
from generator.docs.pages.errors import PageError
from generator.docs.pages.heads import NAME, Head, head_of
from generator.docs.pages.layouts.bodies import Words, status_of
from generator.docs.pages.layouts.code import Shown
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.layouts.field_list import FieldList
from generator.docs.pages.layouts.prose_lines import is_prose
from generator.docs.pages.layouts.titles import Titles
from generator.docs.pages.lines import Form, Line
from generator.docs.pages.samples import add_examples, maps_of
from generator.docs.pages.url_path import path_of
from generator.plain import mapping

NAME_OF_LAYOUT = "samples"
_PARTS: Mapping[str, str] = {
    "Path Parameters": "path",
    "Query Parameters": "query",
    "Header Parameters": "header",
    "Request Body": "request",
    "Response Body": "response",
}
_HEADINGS = "|".join(_PARTS)
_GLUED_HEADING = re.compile(rf"(?P<before>.*[a-z0-9.)])(?P<heading>{_HEADINGS})")
_SIGN = re.compile(r"(?:.*[a-z0-9.)])?Response Body")
_CHROME = re.compile(
    r"TypeScript Definitions|Use the (?:request|response) body type in TypeScript\.|In: \w+|Copy(?: Markdown)?"
    r"|On this page|Open(?: in \w+)?|Last updated(?: on)? .{4,30}"
)
_MEDIA = re.compile(r"application/[\w.+-]+")
_STATUS = re.compile(r"[1-5]\d\d")
_SCHEME = re.compile(r"Authorization ?(?P<scheme>[A-Z][a-z]+)(?: <\w+>)?")
_SCOPE = re.compile(r"\brequires the (?P<scope>\w[\w:.-]*\w) scope", re.IGNORECASE)
_LABELS = frozenset({"Format", "Default", "Range", "Length", "Match", "Value in"})
_HEAD = re.compile(rf"(?P<name>{NAME})(?P<words> ?[*?] ?.*| .*)")


def is_sign(line: Line) -> bool:
    """Tell a line by which the layout is known.

    Args:
        line: The line.
    """
    return _SIGN.fullmatch(line.text) is not None


def read_samples(lines: Sequence[Line]) -> Draft:
    """Read a page.

    Args:
        lines: Its lines.

    Raises:
        PageError: A line fits nothing, or the page stops before its end.
    """
    reader = _Reader(list(_parted(lines)))
    with reader.draft.telling():
        reader.read()
    return reader.draft


def _parted(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if line.form is Form.TEXT and (match := _GLUED_HEADING.fullmatch(line.text)):
            yield replace(line, text=match["before"])
            yield replace(line, text=match["heading"])
        else:
            yield line


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._cursor = Cursor(lines)
        self.draft = Draft(NAME_OF_LAYOUT)
        self._titles = Titles()
        self._words = Words()
        self._shown = Shown()
        self._fields = FieldList(self.draft, _read_head, {})
        self._statuses: list[str] = []
        self._tabs = 0
        self._in: Callable[[], None] = self._preamble

    def read(self) -> None:
        while self._cursor:
            line = self._cursor.line
            if self._is_code(line):
                self._code()
            elif part := _PARTS.get(line.text):
                self._enter(part)
            elif scheme := _SCHEME.fullmatch(line.text):
                self.draft.security["scheme"] = scheme["scheme"].lower()
                self._cursor.skip(1)
            elif _CHROME.fullmatch(line.text):
                self._cursor.skip(1)
            else:
                self._in()
        self._close()

    def _is_code(self, line: Line) -> bool:
        return bool(self.draft.operations) and (
            line.form is Form.CODE or line.text.startswith("curl ") or line.text[0] in "{["
        )

    def _preamble(self) -> None:
        if not self._words.lines and self._titles.add(self._cursor.line):
            self._cursor.skip(1)
            return
        if not is_prose(self._cursor.line):
            raise self._cursor.misfit("words or a heading")
        self._words.lines.append(self._cursor.take().text)

    def _enter(self, part: str) -> None:
        line = self._cursor.take()
        if not self.draft.operations:
            name = self._titles.name()
            if not name:
                raise PageError("no operation is named before this line.", line.number)
            self.draft.start(name)
        self._fields.begin(part, line)
        self._in = self._answers if part == "response" else self._in_fields

    def _answers(self) -> None:
        text = self._cursor.line.text
        if _STATUS.fullmatch(text):
            self._statuses.append(self._cursor.take().text)
        elif _MEDIA.fullmatch(text):
            self._tabs += 1
            self._cursor.skip(1)
        else:
            self._in_fields()

    def _in_fields(self) -> None:
        line, below = self._cursor.line, self._cursor.after()
        if _MEDIA.fullmatch(line.text):
            self._cursor.skip(1)
        elif line.text in _LABELS and self._fields.is_begun and below:
            self._fields.describe(f"{line.text}: {below.text}")
            self._cursor.skip(2)
        else:
            self._fields.step(self._cursor)

    def _code(self) -> None:
        line = self._cursor.line
        if line.form is Form.CODE:
            if line.text.lstrip().startswith(("curl ", "{", "[")):
                self._shown.add(line.text, line.number)
            self._cursor.skip(1)
            return
        rest = self._cursor.rest()
        self._shown.add("\n".join(one.text for one in rest), line.number)
        self._cursor.skip(len(rest))

    def _close(self) -> None:
        if not self.draft.operations:
            raise PageError("the page describes no operation: it has no heading under which fields stand.")
        answers, last = self._shown.answers, self._cursor.number
        if not answers or len(answers) < self._tabs:
            message = f"the page shows {len(answers)} samples of {max(self._tabs, 1)}; save the whole of it."
            raise PageError(message, last)
        self._address()
        self._request()
        self._answer()
        if scope := _SCOPE.search(self._words.text):
            self.draft.security["scope"] = scope["scope"]

    def _address(self) -> None:
        operation = self.draft.operation
        operation.method = self._shown.method
        if self._shown.url:
            named = list(operation.parts.get("path", {}))
            operation.path = path_of(self._shown.url, named[0] if len(named) == 1 else "id")

    def _request(self) -> None:
        parts = self.draft.operation.parts
        named = self._words.fields()
        body = self._shown.body
        if named or body is not None:
            fields = parts.setdefault("request", {})
            for name, field in named.items():
                known = fields.setdefault(name, DraftField({}))
                known.facts = {**field.facts, **known.facts}
                known.description += field.description
            add_examples(fields, body)

    def _answer(self) -> None:
        answers = self._shown.answers
        known = self._words.statuses()
        maps = frozenset(name for answer in answers for name in maps_of(answer))
        is_paired = len(self._statuses) == len(answers)
        for index, answer in enumerate(answers):
            code = mapping(mapping(answer).get("error")).get("code")
            status = self._statuses[index] if is_paired else status_of(code, known)
            if (status or ("2" if index == 0 else "")).startswith("2"):
                add_examples(self.draft.operation.parts.setdefault("response", {}), answer, maps)
            elif status:
                add_examples(self.draft.part(status), answer, maps)
        found = {*self._statuses, *known.values(), *self.draft.errors}
        self.draft.operation.statuses = sorted(found)


def _read_head(cursor: Cursor) -> Head | None:
    match = _HEAD.fullmatch(cursor.line.text)
    head = head_of(match["name"], match["words"]) if match else None
    if head:
        cursor.skip(1)
    return head
