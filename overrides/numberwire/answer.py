"""Response -> value or error: decodes, and trusts nothing; pure."""

from functools import cache
from typing import Any, NoReturn

import msgspec

from numberwire.apart import read_apart
from numberwire.definition import Complaint, Definition, read_complaint
from numberwire.errors import (
    APIResponseValidationError,
    APIStatusError,
    NumberwireError,
    refusal_words,
    status_error_class,
)
from numberwire.wire import Response
from numberwire_api import Operation

__all__ = ["read_answer", "request_id"]

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-amzn-requestid")
_NOTHING = (b"", b"{}", b"null")
_REDIRECTS = range(300, 400)
_SUCCESSES = range(200, 300)


def request_id(response: Response) -> str | None:
    """The id the API gave the request."""
    return next((value for name in _REQUEST_ID_HEADERS if (value := response.header(name))), None)


def read_answer(definition: Definition, operation: Operation[Any], response: Response) -> Any:
    """The decoded answer, its envelope included.

    Raises:
        APIStatusError: The answer says no, by its status or inside a 2xx.
        APIResponseValidationError: The answer can't be read as what is documented.
    """
    if response.status not in _SUCCESSES:
        raise _status_error(definition, response)
    if response.flaw:
        raise _unreadable(response.flaw, response)
    if operation.answer is None or (response.status == 204 and not response.content):  # noqa: PLR2004 No Content
        return _read_nothing(definition, operation, response)
    if operation.answer is bytes:
        return response.content
    if operation.id in definition.pages and (page := _flawless(definition, operation, response.content)):
        return page
    _refuse_undecodable(response)
    if complaint := definition.complaint(response.content):
        raise _known(APIStatusError(refusal_words(response.status, complaint.errors)), response, complaint)
    if operation.id not in definition.pages:
        _refuse_ambiguous(response)
    answer = _decode(definition, operation, response)
    _refuse_other(definition, operation, answer, response)
    return answer


def _read_nothing(definition: Definition, operation: Operation[Any], response: Response) -> None:
    """Read an answer that has to be empty; one that isn't comes from elsewhere, such as a captive portal."""
    if complaint := definition.complaint(response.content):
        raise _known(APIStatusError(refusal_words(response.status, complaint.errors)), response, complaint)
    if operation.answer is not None:
        raise _unreadable("the answer has no content", response)
    if response.status not in operation.success and response.content.strip() not in _NOTHING:
        raise _unreadable("it has to be empty", response)


def _status_error(definition: Definition, response: Response) -> NumberwireError:
    complaint = definition.complaint(response.content) or Complaint(())
    message = refusal_words(response.status, complaint.errors)
    if response.status in _REDIRECTS:
        message = f"the answer is a redirect ({response.status}), and redirects are not followed"
    return _known(status_error_class(response.status)(message), response, complaint)


def _known(error: APIStatusError, response: Response, complaint: Complaint) -> APIStatusError:
    error.status_code = response.status
    error.errors = complaint.errors
    error.request_id = complaint.request_id or request_id(response)
    error.body = response.content
    return error


def _unreadable(why: str, response: Response, **known: Any) -> APIResponseValidationError:
    return APIResponseValidationError(
        f"the answer ({response.status}) can't be read: {why}.",
        status_code=response.status,
        request_id=request_id(response),
        body=response.content,
        **known,
    )


def _flawless(definition: Definition, operation: Operation[Any], content: bytes) -> Any:
    """A page that says nothing of an error, decoded in one pass; None where it needs a closer look."""
    if definition.complaint is not read_complaint or _undecodable(content) is not None:
        return None
    kind = _with_complaint(operation.answer)
    try:
        found: Any = kind and msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if found is None or found.error or found.errors:
        return None
    return operation.answer(**{name: getattr(found, name) for name in operation.answer.__struct_fields__})


@cache
def _with_complaint(kind: Any) -> Any:
    """A type that decodes another and, beside it, what `read_complaint` looks for; None where it has that itself."""
    fields = getattr(kind, "__struct_fields__", ("error",))
    if "error" in fields or "errors" in fields:
        return None
    complaint = [("error", Any, None), ("errors", Any, None)]
    return msgspec.defstruct("Page", complaint, bases=(kind,), frozen=True, kw_only=True, gc=False)


def _undecodable(content: bytes) -> int | None:
    """Where it is no UTF-8; msgspec passes over the strings of fields it does not know, and it may hide there."""
    if content.isascii():
        return None
    try:
        content.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _refuse_undecodable(response: Response) -> None:
    place = _undecodable(response.content)
    if place is not None:
        raise _unreadable(f"it is not UTF-8 at byte {place}", response)


def _refuse_ambiguous(response: Response) -> None:
    """Refuse what parsers disagree on: a key given twice, NaN, nesting without end."""
    if _is_plain(response.content):
        return
    import json  # noqa: PLC0415 most answers are plain

    try:
        json.loads(response.content, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = str(error)
    else:
        return
    raise _unreadable(why, response)


def _is_plain(content: bytes) -> bool:
    """Whether nothing in it is ambiguous, since it is written again as it came; a fast way to say yes."""
    try:
        return msgspec.json.encode(msgspec.json.decode(content)) == content
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def _unique_keys(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise ValueError(f"the key {key!r} is given twice")
        seen.add(key)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _decode(definition: Definition, operation: Operation[Any], response: Response) -> Any:
    try:
        return msgspec.json.decode(response.content, type=operation.answer)
    except RecursionError:
        why = "it is nested too deeply"
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        why = str(error)
    is_page = operation.id in definition.pages
    raise _unreadable(why, response, apart=read_apart(operation, response.content) if is_page else None)


def _refuse_other(definition: Definition, operation: Operation[Any], answer: Any, response: Response) -> None:
    """Refuse an answer about another thing than was asked for: it belongs to another call."""
    asked = dict(operation.path_parameters).get("id")
    pairs = [("id", asked)] if asked is not None else []
    if (name := definition.echoes.get(operation.id)) is not None:
        pairs.append((name, getattr(operation.body, name)))
    resource = definition.unwrap(answer)
    if resource is None:
        raise _unreadable("its envelope holds nothing", response)
    for name, value in pairs:
        answered = getattr(resource, name, None)
        if answered is not None and str(answered).casefold() != str(value).casefold():
            raise _unreadable(
                f"it is about the {name} {answered!r}, and {str(value)!r} was asked for", response
            )
