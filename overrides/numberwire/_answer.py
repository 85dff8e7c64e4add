"""Answer -> reading: what an answer says, as a value; decodes, trusts nothing, and builds no error; pure."""

from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from numberwire._ambiguity import (
    find_ambiguity,
    find_repeated_key,
    has_unique_keys,
    is_written_alike,
    note_absent_members,
    plain_members,
)
from numberwire._complaint import COMPLAINT_MEMBERS, Complaint, has_content, read_complaint, read_text
from numberwire._extra import add_extra, keep_extra, keep_extra_of_page
from numberwire._limits import PAGE, RECORD, SMALL, undecodable_at
from numberwire._response import Answer
from numberwire.definition import Definition
from numberwire_api import Model, Operation, decode_json, decoder_of, derive_class

__all__ = [
    "BadRecord",
    "ErrorAnswer",
    "PartialPage",
    "Reading",
    "Success",
    "UnreadableAnswer",
    "is_web_page",
    "read_answer",
    "read_partial_page",
]

_NOTHING = (b"", b"{}", b"null")
_SUCCESSES = range(200, 300)
_NO_CONTENT = 204
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_LONGEST_NAME = 100
_MOST_BAD_RECORDS = 2000
_NULL = msgspec.Raw(b"null")


class Success(msgspec.Struct, frozen=True):
    """An answer that was read.

    Attributes:
        envelope: The decoded answer, its envelope included.
    """

    envelope: Any


class ErrorAnswer(msgspec.Struct, frozen=True):
    """An answer that says no, by its status or inside a 2xx.

    Attributes:
        complaint: Its reasons.
    """

    complaint: Complaint


class UnreadableAnswer(msgspec.Struct, frozen=True):
    """An answer that can't be read as what is documented.

    Attributes:
        why: Why not.
        record_id: The id of the record that it is about, where it says so; the call took effect then.
    """

    why: str
    record_id: str | None = None


class BadRecord(msgspec.Struct, frozen=True):
    """A record that can't be read.

    Attributes:
        position: Its index within the page.
        content: Its JSON.
        why: What is wrong with it.
    """

    position: int
    content: bytes
    why: str


class PartialPage(msgspec.Struct, frozen=True):
    """What can be read of a page.

    Attributes:
        data: The records that can be read.
        bad: The others.
        links: The page's links; None where it has none, or they can't be read.
        why: Why the page can't be read as a whole.
        links_flaw: Why its links don't show where the next page is; None where they do.
    """

    data: tuple[Any, ...]
    bad: tuple[BadRecord, ...]
    links: Any
    why: str
    links_flaw: str | None = None


Reading = Success | PartialPage | ErrorAnswer | UnreadableAnswer


def is_web_page(content: bytes) -> bool:
    """Whether an answer is HTML, as that of a gateway in front of an API: it says nothing of the API's records.

    Args:
        content: The answer's body.
    """
    return content.lstrip()[:1] == b"<"


def read_answer(definition: Definition, operation: Operation[Any], response: Answer) -> Reading:
    """What an answer says."""
    content = response.content
    if response.status not in _SUCCESSES:
        return ErrorAnswer(definition.complaint(content) or Complaint(()))
    if response.flaw:
        return UnreadableAnswer(response.flaw)
    if operation.answer is None or operation.answer is bytes or not content.strip():
        return _read_other(definition, operation, response)
    if operation.id in definition.pages:
        return _read_whole_page(definition, operation, response)
    # Nothing calls for a closer look at most records.
    limit = PAGE if definition.trusts_answers else RECORD
    excess = None if len(content) <= SMALL else limit.excess(content)
    plain = _read_plain_record(definition, operation, response) if excess is None else None
    return plain or _read_closely(definition, operation, response, excess)


def _read_other(definition: Definition, operation: Operation[Any], response: Answer) -> Reading:
    """Read an answer that has no JSON, or shouldn't have any."""
    if operation.answer is Any:
        return Success(None)
    if operation.answer is None or (response.status == _NO_CONTENT and not response.content):
        return _read_nothing(definition, operation, response)
    if operation.answer is bytes:
        return _read_raw(operation, response)
    return _read_closely(definition, operation, response, None)


def _read_raw(operation: Operation[Any], response: Answer) -> Reading:
    """Read an answer that is no JSON: as it came, or as the text that its operation makes of it."""
    try:
        return Success(operation.decode(response.content, response.status))
    except UnicodeDecodeError as error:
        return UnreadableAnswer(str(error))


def _read_whole_page(definition: Definition, operation: Operation[Any], response: Answer) -> Reading:
    content = response.content
    excess = None if len(content) <= SMALL else PAGE.excess(content)
    page = _decode_flawless_page(definition, operation, content) if excess is None else None
    if page is not None and has_unique_keys(content, _count_records(page)):
        return Success(keep_extra_of_page(page, content))
    return _read_closely(definition, operation, response, excess)


def _read_closely(
    definition: Definition, operation: Operation[Any], response: Answer, excess: str | None
) -> Reading:
    """Read an answer of which something may be wrong.

    Args:
        definition: The API's habits.
        operation: What was asked for.
        response: The answer.
        excess: What it holds too much of.
    """
    content = response.content
    place = undecodable_at(content)
    if place is not None:
        return UnreadableAnswer(f"it is not UTF-8 at byte {place}")
    if not definition.trusts_answers and (complaint := definition.complaint(content)):
        return _read_complaint_beside(definition, operation, content, complaint) or ErrorAnswer(complaint)
    why = excess or (None if operation.id in definition.pages else find_ambiguity(content))
    return UnreadableAnswer(why) if why else _read_success(definition, operation, response)


def _read_complaint_beside(
    definition: Definition, operation: Operation[Any], content: bytes, complaint: Complaint
) -> UnreadableAnswer | None:
    """What a complaint beside the record that was asked for means: the call took effect, whatever it complains of."""
    # In an envelope the API says itself whether the call took effect.
    if operation.id not in definition.effects or definition.envelope is not None:
        return None
    record_id = _record_id(definition, operation, content)
    if record_id is None:
        return None
    words = str(next(iter(complaint.errors), "no reason is given"))
    return UnreadableAnswer(f"it has an error beside the record: {words}", record_id)


def _read_nothing(definition: Definition, operation: Operation[Any], response: Answer) -> Reading:
    """Read an answer that has to be empty; one that isn't comes from elsewhere, such as a captive portal."""
    content = response.content
    if complaint := definition.complaint(content):
        return ErrorAnswer(complaint)
    if operation.answer is not None:
        return Success(None) if definition.trusts_answers else UnreadableAnswer("the answer has no content")
    if response.status in operation.success or content.strip() in _NOTHING:
        return Success(None)
    # An answer that names what was asked for comes from the API, whatever else it holds.
    if _record_id(definition, operation, content) is not None:
        return Success(None)
    return UnreadableAnswer("it should be empty")


def _read_plain_record(
    definition: Definition, operation: Operation[Any], response: Answer
) -> Success | UnreadableAnswer | None:
    """A record that says nothing of an error, and in which nothing is ambiguous; None where it needs a closer look."""
    if definition.complaint is not read_complaint or definition.envelope is not None:
        return None
    content = response.content
    try:
        record = operation.decode(content, response.status)
    except _UNREADABLE:
        return None
    if not is_written_alike(record, content):
        members = plain_members(content)
        if members is None or any(map(members.get, COMPLAINT_MEMBERS)):
            return None
        if isinstance(record, Model):
            if COMPLAINT_MEMBERS.isdisjoint(record.__struct_encode_fields__):
                note_absent_members(record, members, content)
            record = add_extra(record, members)
    if mismatch := _mismatch(definition, operation, record):
        return UnreadableAnswer(mismatch)
    return Success(record)


def _decode_flawless_page(definition: Definition, operation: Operation[Any], content: bytes) -> Any:
    """A page that says nothing of an error, decoded in one pass; None where it needs a closer look."""
    if definition.complaint is not read_complaint or undecodable_at(content) is not None:
        return None
    kind = _with_complaint(operation.answer)
    try:
        page: Any = kind and decode_json(content, kind)
    except _UNREADABLE:
        return None
    if page is None or has_content(page.error) or has_content(page.errors):
        return None
    return operation.answer(**{name: getattr(page, name) for name in operation.answer.__struct_fields__})


@cache
def _with_complaint(kind: Any) -> Any:
    """A type that decodes another and, beside it, what `read_complaint` looks for; None where it has that itself."""
    if COMPLAINT_MEMBERS & set(getattr(kind, "__struct_fields__", COMPLAINT_MEMBERS)):
        return None
    return derive_class(
        kind, dict.fromkeys(COMPLAINT_MEMBERS, msgspec.Raw), dict.fromkeys(COMPLAINT_MEMBERS, _NULL)
    )


def _read_success(definition: Definition, operation: Operation[Any], response: Answer) -> Reading:
    content = response.content
    try:
        answer = operation.decode(content, response.status)
    except RecursionError:
        why = "it is nested too deeply"
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        why = str(error)
    else:
        if operation.id in definition.pages and (flaw := _page_flaw(definition, operation, answer, content)):
            return flaw
        mismatch = _mismatch(definition, operation, answer)
        return (
            UnreadableAnswer(mismatch)
            if mismatch
            else Success(_with_extra(definition, operation, answer, content))
        )
    if operation.id in definition.pages:
        return _read_page(definition, operation, content, why)
    return UnreadableAnswer(why, _record_id(definition, operation, content))


def _count_records(page: Any) -> int:
    return len(getattr(page, "data", None) or ())


def _page_flaw(
    definition: Definition, operation: Operation[Any], answer: Any, content: bytes
) -> Reading | None:
    """What a page that was decoded is instead where it gives a key twice."""
    if has_unique_keys(content, _count_records(answer)):
        return None
    if not _has_records(operation):
        why = find_repeated_key(content)
        return UnreadableAnswer(why) if why else None
    page = _read_page(definition, operation, content, "a key is given twice")
    is_whole = isinstance(page, Success) or (
        isinstance(page, PartialPage) and not (page.bad or page.links_flaw)
    )
    return None if is_whole else page


def _with_extra(definition: Definition, operation: Operation[Any], answer: Any, content: bytes) -> Any:
    """An answer with the members that its model has no field for; in an envelope, those of what it holds."""
    if operation.answer is Any:
        return answer
    if operation.id in definition.pages:
        return keep_extra_of_page(answer, content)
    if definition.envelope is None:
        return _record_with_extra(answer, content)
    record = getattr(answer, definition.envelope)
    if not isinstance(record, Model):
        return answer
    inner = getattr(_fields(content, (definition.envelope,)), definition.envelope)
    kept = keep_extra(record, inner)
    return answer if kept is record else msgspec.structs.replace(answer, **{definition.envelope: kept})


def _read_page(definition: Definition, operation: Operation[Any], content: bytes, why: str) -> Reading:
    if repeated := _repeated_in_envelope(content):
        return UnreadableAnswer(repeated)
    page = read_partial_page(operation, content, why)
    if page is None:
        return UnreadableAnswer(why)
    if operation.id in definition.searches and not page.bad:
        return Success(operation.answer(data=page.data, links=page.links))
    return page


def _expected_fields(definition: Definition, operation: Operation[Any]) -> dict[str, object]:
    """What an answer has to be about: the id of the path, and the field of the body that it repeats."""
    expected: dict[str, object] = {}
    # Where the path goes on behind the id, the answer may be about another record, which has an id of its own.
    if operation.path.endswith("{id}"):
        for name, value in operation.path_parameters:
            if name == "id":
                expected["id"] = value
    if (echoed := definition.echoes.get(operation.id)) is not None:
        expected[echoed] = getattr(operation.body, echoed)
    return expected


def _mismatch(definition: Definition, operation: Operation[Any], answer: Any) -> str | None:
    """What an answer is about where it is another thing than was asked for: it belongs to another call."""
    if operation.answer is Any or definition.trusts_answers:
        return None
    resource = definition.unwrap(answer)
    if resource is None:
        return "its envelope is empty"
    for name, value in _expected_fields(definition, operation).items():
        answered = getattr(resource, name, None)
        if answered not in (None, value) and not _is_same(answered, value):
            shown = str(answered)[:_LONGEST_NAME]
            return f"its {name} is {shown!r}, not the {str(value)!r} that was requested"
    return None


def _is_same(answered: object, value: object) -> bool:
    return answered == value or str(answered).casefold() == str(value).casefold()


def _record_id(definition: Definition, operation: Operation[Any], content: bytes) -> str | None:
    """The id in an answer that names what was asked for; None where it doesn't."""
    expected = _expected_fields(definition, operation)
    if not expected:
        return None
    names = tuple({"id": None, **expected})
    try:
        if definition.envelope is not None:
            content = bytes(getattr(_fields(content, (definition.envelope,)), definition.envelope))
        fields = _fields(content, names)
    except _UNREADABLE:
        return None
    for name, value in expected.items():
        text = read_text(getattr(fields, name))
        if text is None or not _is_same(text, value):
            return None
    return read_text(fields.id)


def _fields(content: bytes, names: tuple[str, ...]) -> Any:
    """Some fields of an object, not decoded; the others are passed over."""
    return decode_json(content, _fields_type(names))


@cache
def _fields_type(names: tuple[str, ...]) -> type[Any]:
    return msgspec.defstruct("Fields", [(name, msgspec.Raw, _NULL) for name in names], gc=False)


class _Next(msgspec.Struct):
    next: msgspec.Raw = _NULL


class _RawPage(msgspec.Struct):
    data: list[msgspec.Raw]
    links: msgspec.Raw = _NULL


def read_partial_page(operation: Operation[Any], content: bytes, why: str) -> PartialPage | None:
    """Read each record of a page by itself, and its links.

    Args:
        operation: The operation whose answer the page is.
        content: The page, of which `numberwire._limits` says that it is no larger than a page may be.
        why: Why it can't be read as a whole.

    Returns:
        The page; None if the content is not a page, or hardly any of its records can be read.
    """
    if not _has_records(operation):
        return None
    hints = get_type_hints(operation.answer)
    try:
        page = decode_json(content, _RawPage)
    except _UNREADABLE:
        return None
    decoder: Any = decoder_of(get_args(hints["data"])[0])
    data: list[Any] = []
    bad: list[BadRecord] = []
    for position, raw in enumerate(page.data):
        try:
            data.append(_decode_record(decoder, raw))
        except _UNREADABLE as reason:
            bad.append(BadRecord(position, bytes(raw), str(reason)))
            if len(bad) > _MOST_BAD_RECORDS:
                return None
    links, flaw = _read_links(page.links, hints["links"])
    return PartialPage(tuple(data), tuple(bad), links, why, flaw)


def _has_records(operation: Operation[Any]) -> bool:
    """Whether its answer is a page whose records can be read one by one."""
    return {"data", "links"} <= set(getattr(operation.answer, "__struct_fields__", ()))


def _repeated_in_envelope(content: bytes) -> str | None:
    """Which key is given twice around the records and links of a page, in words."""
    try:
        parts = _fields(content, ("data", "links"))
    except _UNREADABLE:
        return None
    for raw in (parts.data, parts.links):
        part = memoryview(raw)
        start = content.find(part) if bytes(part[:1]) in {b"[", b"{"} else -1
        if start >= 0:
            content = content[:start] + b"null" + content[start + len(part) :]
    return RECORD.excess(content) or find_repeated_key(content)


def _decode_record(decoder: Any, raw: msgspec.Raw) -> Any:
    """A record of a page.

    Raises:
        msgspec.ValidationError: It can't be read as what is documented, or gives a key twice.
    """
    record = _record_with_extra(decoder.decode(raw), raw)
    content = bytes(raw)
    if why := RECORD.excess(content) or find_repeated_key(content):
        raise msgspec.ValidationError(why)
    return record


def _record_with_extra(record: Any, raw: bytes | msgspec.Raw) -> Any:
    return keep_extra(record, raw) if isinstance(record, Model) else record


def _read_links(raw: msgspec.Raw, kind: Any) -> tuple[Any, str | None]:
    """The links, and what is wrong with them; of those that can't be read, the next one alone."""
    if repeated := find_repeated_key(bytes(raw)):
        return None, f"its links can't be read: {repeated}"
    try:
        return decode_json(raw, kind), None
    except _UNREADABLE as reason:
        why = f"its links can't be read: {reason}"
    try:
        following = decode_json(raw, _Next).next
    except _UNREADABLE:
        return None, why
    link = read_text(following)
    if link is None and has_content(following):
        return None, why
    return decode_json(msgspec.json.encode({"next": link}), kind), None
