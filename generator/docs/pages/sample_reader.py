"""Reads the layout `samples`: text, parameters, and JSON samples that show the fields of bodies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import pairwise
from typing import Any

from generator.docs.pages.capture import PageError, excerpt, path_template
from generator.docs.pages.field_heads import NAME, Head, parse_head
from generator.docs.pages.field_list import FieldList
from generator.docs.pages.layouts import METHOD, URL
from generator.docs.pages.lines import ADVICE, Cursor, Form, Line, Titles
from generator.docs.pages.page_draft import Draft, DraftField, Part
from generator.docs.pages.samples import add_examples, free_form_fields, read_value, value_end
from generator.docs.pages.sentences import add_facts, is_prose, is_rule_of_body, split_sentences
from generator.facts import Field
from generator.openapi.pointers import mapping

LAYOUT = "samples"
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


def has_signs(lines: Sequence[Line]) -> bool:
    """Tell whether lines show that their page is in this layout.

    Args:
        lines: The lines.
    """
    return any(_SIGN.fullmatch(line.text) for line in lines)


def read_samples(lines: Sequence[Line]) -> Draft:
    """Read a page.

    Args:
        lines: Its lines.

    Raises:
        PageError: A line is not expected where it stands, or the page is cut off.
    """
    reader = _Reader(list(_split_labels(_split_headings(lines))))
    with reader.draft.report_progress():
        reader.read_page()
    return reader.draft


def _split_headings(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if line.form is Form.TEXT and (match := _GLUED_HEADING.fullmatch(line.text)):
            yield replace(line, text=match["before"])
            yield replace(line, text=match["heading"])
        else:
            yield line


# What a label holds, where its text lost what ends it: a default is a number or a word of JSON, or it can't be told.
_NUMBER = r"-?\d+(?:\.\d+)?"
_LIMITS = rf"(?:{_NUMBER} ?<= ?)?%s(?: ?<= ?{_NUMBER})?"
_VALUE = rf'(?:"[^"]*"|{_NUMBER}|true|false|null)'
_FORMATS = (
    "uuid|uri|url|email|date-time|date|time|ipv4|ipv6|hostname|int32|int64|float|double|byte|binary|e164"
)
_HELD: Mapping[str, re.Pattern[str]] = {
    "Format": re.compile(_FORMATS),
    "Range": re.compile(_LIMITS % "value"),
    "Length": re.compile(_LIMITS % "length"),
    "Value in": re.compile(rf"{_VALUE}(?: ?\| ?{_VALUE})*"),
    "Default": re.compile(_VALUE),
}
_MAX_HELD = 1_000
_LABEL = re.compile(r"(?P<label>Format|Default|Range|Length|Match|Value in)(?P<rest>(?:[^:\s].*)?)")
_WORDS_OF_LABELS = re.compile(
    r"(?:Format|Default|Range|Length|Match|Value in)$|[?*](?:string|integer|number|boolean|array|object|null|any)"
)


def _split_labels(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines of which none holds both the end of one label and the beginning of another, or of a field.

    Where a text lost its form, `Default`, `20Range` and `1 <= value <= 100name?string` stand on three lines.
    """
    label, is_text = "", False
    for line in lines:
        is_text = line.depth is None and line.form is Form.TEXT
        rest = line.text
        while is_text and rest:
            if label:
                held, rest = _cut_held(label, rest, line)
                yield replace(line, text=held)
                label = ""
            elif match := _LABEL.fullmatch(rest):
                label, rest = match["label"], match["rest"]
                yield replace(line, text=label)
            else:
                yield replace(line, text=rest)
                break
        if not is_text:
            label = ""
            yield line


def _cut_held(label: str, text: str, line: Line) -> tuple[str, str]:
    """Return what a label holds, and what follows it on its line."""
    if len(text) > _MAX_HELD:
        return text, ""
    pattern = _HELD.get(label)
    matches = (
        [text[:end] for end in range(len(text), 0, -1) if pattern.fullmatch(text, 0, end)] if pattern else []
    )
    fitting = [held for held in matches if not text[len(held) :] or _begins_anew(text[len(held) :])]
    if len(fitting) == 1 or (fitting and fitting[0] == text):
        return fitting[0], text[len(fitting[0]) :]
    if _WORDS_OF_LABELS.search(text):
        raise PageError(f"it is unclear where {excerpt(text)} after {label!r} ends{ADVICE}", line.number)
    return text, ""


def _begins_anew(text: str) -> bool:
    """Tell whether a label or the head of a field begins here."""
    return _LABEL.match(text) is not None or _read_head(Cursor([Line(text, 1)])) is not None


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._cursor = Cursor(lines)
        self.draft = Draft(LAYOUT)
        self._titles = Titles()
        self._introduction = Introduction()
        self._code = ShownCode()
        self._fields = FieldList(self.draft, _read_head, {}, lambda line: line.text in _PARTS)
        self._statuses: list[str] = []
        self._call: tuple[str | None, str | None] = None, None
        self._tabs = 0
        self._read_line: Callable[[], None] = self._read_preamble

    def read_page(self) -> None:
        while self._cursor:
            line = self._cursor.line
            if self._is_code(line):
                self._read_code()
            elif part := _PARTS.get(line.text):
                self._enter_part(part)
            elif scheme := _SCHEME.fullmatch(line.text):
                self.draft.security["scheme"] = scheme["scheme"].lower()
                self._cursor.skip(1)
            elif _CHROME.fullmatch(line.text):
                self._cursor.skip(1)
            else:
                self._read_line()
        self._finish()

    def _is_code(self, line: Line) -> bool:
        return bool(self.draft.operations) and (
            line.form is Form.CODE or line.text.startswith("curl ") or line.text[0] in "{["
        )

    def _read_preamble(self) -> None:
        if match := METHOD.fullmatch(self._cursor.line.text):
            self._cursor.skip(1)
            url: str | None = match["url"]
            if not url and self._cursor and URL.fullmatch(self._cursor.line.text):
                url = self._cursor.take().text
            self._call = match["method"], url
            return
        if not self._introduction.lines and self._titles.add_line(self._cursor.line):
            self._cursor.skip(1)
            return
        if not is_prose(self._cursor.line):
            raise self._cursor.misfit_error("words or a heading")
        self._introduction.lines.append(self._cursor.take().text)

    def _enter_part(self, part: str) -> None:
        line = self._cursor.take()
        if not self.draft.operations:
            name = self._titles.operation_name()
            if not name:
                raise PageError("expected the operation's title before this line.", line.number)
            self.draft.begin_operation(name).words += self._titles.other_lines()
        self._fields.begin_part(part, line)
        self._read_line = self._read_answers if part == "response" else self._read_fields

    def _read_answers(self) -> None:
        text = self._cursor.line.text
        if _STATUS.fullmatch(text):
            self._statuses.append(self._cursor.take().text)
        elif _MEDIA.fullmatch(text):
            self._tabs += 1
            self._cursor.skip(1)
        else:
            self._read_fields()

    def _read_fields(self) -> None:
        line, line_below = self._cursor.line, self._cursor.peek()
        if _MEDIA.fullmatch(line.text):
            self._cursor.skip(1)
        elif line.text in _LABELS and self._fields.has_field and line_below:
            self._fields.describe_last(f"{line.text}: {line_below.text}")
            self._cursor.skip(2)
        else:
            self._fields.read_next(self._cursor)

    def _read_code(self) -> None:
        line = self._cursor.line
        if line.form is Form.CODE:
            if line.text.lstrip().startswith(("curl ", "{", "[")):
                self._code.add(line.text, line.number)
            self._cursor.skip(1)
            return
        rest = self._cursor.rest()
        self._code.add("\n".join(line.text for line in rest), line.number)
        self._cursor.skip(len(rest))

    def _finish(self) -> None:
        if not self.draft.operations:
            raise PageError(
                "the page describes no operation: it has no heading for fields, such as Request or Responses."
            )
        answers, last = self._code.answers, self._cursor.number
        if not answers or len(answers) < self._tabs:
            message = f"the page shows {len(answers)} samples of {max(self._tabs, 1)}; save the whole page."
            raise PageError(message, last)
        self._set_address()
        self._add_request()
        self._add_answers()
        if scope := _SCOPE.search(self._introduction.text):
            self.draft.security["scope"] = scope["scope"]

    def _set_address(self) -> None:
        operation = self.draft.operation
        method, url = self._call
        if method and self._code.method and method != self._code.method:
            raise PageError(
                f"the page gives the method {method}, and its sample the method {self._code.method}; save it again."
            )
        operation.method = method or self._code.method
        if url := url or self._code.url:
            names = list(operation.parts.get("path", {}))
            operation.path = path_template(url, names[0] if len(names) == 1 else "id")

    def _add_request(self) -> None:
        parts = self.draft.operation.parts
        fields_above = self._introduction.fields()
        body = self._code.body
        self.draft.operation.words += self._introduction.other_rules(fields_above)
        if fields_above or body is not None:
            fields = parts.setdefault("request", {})
            for name, field in fields_above.items():
                field_below = fields.setdefault(name, DraftField({}))
                field_below.facts = {**field.facts, **field_below.facts}
                field_below.description += field.description
            add_examples(fields, body)

    def _add_answers(self) -> None:
        answers = self._code.answers
        statuses = self._introduction.statuses()
        free_form = frozenset(name for answer in answers for name in free_form_fields(answer))
        is_paired = len(self._statuses) == len(answers)
        for index, answer in enumerate(answers):
            code = mapping(mapping(answer).get("error")).get("code")
            status = self._statuses[index] if is_paired else error_status(code, statuses)
            if (status or ("2" if index == 0 else "")).startswith("2"):
                add_examples(self.draft.operation.parts.setdefault("response", {}), answer, free_form)
            elif status:
                add_examples(self.draft.begin_part(status), answer, free_form)
            else:
                what = f"of the error {code}" if code else f"number {index + 1}"
                self.draft.operation.unread_parts.append(
                    f"the sample {what}: the page names no status for it"
                )
        all_statuses = {*self._statuses, *statuses.values(), *self.draft.errors}
        self.draft.operation.statuses = sorted(all_statuses)


def _read_head(cursor: Cursor) -> Head | None:
    match = _HEAD.fullmatch(cursor.line.text)
    head = parse_head(match["name"], match["words"]) if match else None
    if head:
        cursor.skip(1)
    return head


# The rules that the introduction of an operation states of the body's fields that it names.

_FIELDS = re.compile(
    rf"\b(?:(?:updatable|settable|writable|accepted) fields are|you can (?:also )?set [a-z ]{{1,60}}:)"
    rf" (?P<names>{NAME}(?:(?:,? and |, ){NAME})*)$",
    re.IGNORECASE,
)
_MAX_SENTENCE = 2_000
_MAX_NAMED = 500
_WORD = re.compile(NAME)
_PARTING = re.compile(r",? (?:and|or) |, ")
_BETWEEN = re.compile(r",? and |, ")
_BODY_STATUS = re.compile(r"(?<!\d)(?P<status>[45]\d\d) (?P<code>[A-Z][A-Z_]+[A-Z])")
_BULLET = re.compile(r"(?:^|(?<= ))[-*\u2022] ")
_FILLING = re.compile(r"(?:and|or|,|the|a|\s)*")
# The blanks around names and values may have been lost: `orlabelto clear it`.
_OF_ALL: Sequence[tuple[re.Pattern[str], Field]] = (
    (
        re.compile(r"\bomit (?:a|the) field\b.* ?to leave (?:it|them) unchanged", re.IGNORECASE),
        {"required": False},
    ),
    (re.compile(r"\bsend ?null ?to leave (?:it|them) unchanged", re.IGNORECASE), {"nullable": True}),
)
_OF_SOME: Sequence[tuple[re.Pattern[str], str, Any]] = (
    (
        re.compile(r"\bempty string for (?P<names>.{1,500}?) ?to clear (?:it|them)\b", re.IGNORECASE),
        "clearable",
        True,
    ),
    (
        re.compile(r"\bempty string for (?P<names>.{1,500}?) ?to get ?[45]\d\d", re.IGNORECASE),
        "clearable",
        False,
    ),
    (
        re.compile(
            r"\bthe (?P<names>.{1,500}?) ?must (?:use|start with) ?(?P<words>[a-z]+://)", re.IGNORECASE
        ),
        "prefix",
        None,
    ),
)


@dataclass
class Introduction:
    """What the words above an operation state.

    Attributes:
        lines: The words.
    """

    lines: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """The words as one text; a line of a page may end inside a sentence."""
        return _BULLET.sub("", " ".join(self.lines))

    def statuses(self) -> Mapping[str, str]:
        """Return the statuses by the codes that stand beside them."""
        return {match["code"]: match["status"] for match in _BODY_STATUS.finditer(self.text)}

    def fields(self) -> Part:
        """Return the fields of the body that are named, with what is stated of them."""
        all_sentences = split_sentences(self.text)
        fields: Part = {}
        lists = {sentence: match for sentence in all_sentences if (match := _match_field_list(sentence))}
        for match in lists.values():
            fields |= {name: DraftField({}) for name in _BETWEEN.split(match["names"])}
        if len(fields) > _MAX_NAMED:
            raise PageError(f"more than {_MAX_NAMED} fields are listed above the operation.")
        for sentence in all_sentences:
            if sentence not in lists:
                _add_rules(fields, sentence)
        return fields

    def other_rules(self, fields: Part) -> list[str]:
        """Return the sentences that sound like a rule and name none of the fields.

        Args:
            fields: The fields, see `fields`.
        """
        sentences = [sentence for sentence in split_sentences(self.text) if is_rule_of_body(sentence)]
        return [
            sentence
            for sentence in sentences
            if not _SCOPE.search(sentence)
            and not _match_field_list(sentence)
            and not _mentioned_fields(sentence, fields)
            and not any(pattern.search(sentence) for pattern, _ in _OF_ALL)
            and not any(pattern.search(sentence) for pattern, *_ in _OF_SOME)
        ]


def _match_field_list(sentence: str) -> re.Match[str] | None:
    return _FIELDS.search(sentence) if len(sentence) <= _MAX_SENTENCE else None


def error_status(code: object, statuses: Mapping[str, str]) -> str | None:
    """Return the status that goes with an error's code.

    Args:
        code: The code.
        statuses: The statuses that the page names beside codes; a code may also be a status's own name.
    """
    if not isinstance(code, str):
        return None
    return statuses.get(code) or (str(HTTPStatus[code].value) if code in HTTPStatus.__members__ else None)


def _add_rules(fields: Part, sentence: str) -> None:
    if len(sentence) > _MAX_SENTENCE:
        return
    is_read = False
    for pattern, facts in _OF_ALL:
        if pattern.search(sentence):
            is_read = True
            for field in fields.values():
                add_facts(field.facts, facts)
    for pattern, fact, value in _OF_SOME:
        for match in pattern.finditer(sentence):
            names = _listed_fields(match["names"], fields)
            is_read = is_read or bool(names)
            for name in names:
                add_facts(fields[name].facts, {fact: match["words"] if value is None else value})
    if not is_read and is_rule_of_body(sentence):
        for name in _mentioned_fields(sentence, fields):
            fields[name].description.append(sentence)


def _listed_fields(words: str, fields: Part) -> list[str]:
    """Return the fields that a list names, none if it names anything else."""
    names = _PARTING.split(words)
    if all(name in fields for name in names):
        return names
    names_found: list[str] = []
    rest = words
    for name in sorted(fields, key=len, reverse=True):
        if name in rest:
            names_found.append(name)
            rest = rest.replace(name, " ")
    return names_found if _FILLING.fullmatch(rest) else []


def _mentioned_fields(sentence: str, fields: Part) -> list[str]:
    return [name for name in dict.fromkeys(_WORD.findall(sentence)) if name in fields]


# The code that a page shows: a curl command and the JSON of answers, with or without anything between them.

_CODE_WORD = re.compile(
    r"\s*(?:\\\s+)?(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<bare>[^\s'\"{\[\\]+))"
)
_SOMETHING = re.compile(r"\S")
_METHOD = frozenset({"-X", "--request"})
_BODY = frozenset({"-d", "--data", "--data-raw", "--json"})


@dataclass
class ShownCode:
    """What the code of a page shows.

    Attributes:
        method: The method of the request, or None where no request is shown.
        url: Its URL, or None.
        body: The value of its body, or None.
        answers: The values of answers, in the page's order.
    """

    method: str | None = None
    url: str | None = None
    body: Any = None
    answers: list[Any] = field(default_factory=list[Any])

    def add(self, text: str, line: int) -> None:
        """Add what a block of code shows.

        Args:
            text: The block.
            line: Where it begins, for the error.

        Raises:
            PageError: A command or a sample in it doesn't end, or something else stands there.
        """
        at = 0
        while start := _SOMETHING.search(text, at):
            at = start.start()
            end = value_end(text, at) if text[at] in "{[" else None
            if text.startswith("curl ", at):
                at = self._read_command(text, at, line)
            elif end is not None:
                self.answers.append(read_value(text[at:end], line))
                at = end
            else:
                raise PageError("the code that begins here is not closed; save the whole page.", line)

    def _read_command(self, text: str, end: int, line: int) -> int:
        words: list[str] = []
        while match := _CODE_WORD.match(text, end):
            words.append(match["single"] or match["double"] or match["bare"] or "")
            end = match.end()
        options = dict(pairwise(words))
        self.url = next((word for word in words if "://" in word), None)
        self.method = next((options[word] for word in words if word in _METHOD and word in options), None)
        body = next((options[word] for word in words if word in _BODY and word in options), None)
        if body:
            self.body = read_value(body, line)
        self.method = self.method or ("POST" if body else "GET")
        return end
