"""What one API does its own way; everything else is the same for all of them."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from numberwire.checks import Check, Sent, sent_by
from numberwire.errors import FieldError, InvalidRequestError
from numberwire.retry import Policy, default_policy
from numberwire_api import Operation

__all__ = ["Complaint", "Definition", "read_complaint"]


class Complaint(msgspec.Struct, frozen=True):
    """What an answer complains of."""

    errors: tuple[FieldError, ...]
    request_id: str | None = None


class _AnyComplaint(msgspec.Struct, gc=False):
    error: Any = None
    errors: object = None


def read_complaint(content: bytes) -> Complaint | None:
    """Read the error bodies that most APIs send; None where the content holds none.

    Args:
        content: ``{"error": "words"}``, ``{"error": {"code", "message"}}``, or ``{"errors": [...]}`` with
            entries of ``code`` and ``message``, ``detail`` or ``title``, and the ``field`` or ``attribute``
            meant. An error of another shape is one too, though it can't be read.
    """
    try:
        body = msgspec.json.decode(content, type=_AnyComplaint)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    errors = body.errors
    entries: list[Any] = errors if isinstance(errors, list) else [errors]  # pyright: ignore[reportUnknownVariableType] JSON
    entries = [body.error, *entries]
    if not any(entries):
        return None
    return Complaint(tuple(error for entry in entries if (error := _field_error(entry)) is not None))


def _field_error(entry: Any) -> FieldError | None:
    if isinstance(entry, str) and entry:
        return FieldError(None, entry)
    if not isinstance(entry, dict):
        return None
    code = _text(entry, "code")  # pyright: ignore[reportUnknownArgumentType]: JSON of any shape
    message = _text(entry, "message", "detail", "title") or code  # pyright: ignore[reportUnknownArgumentType]
    field_name = _text(entry, "attribute", "field")  # pyright: ignore[reportUnknownArgumentType]
    return FieldError(code, message, field_name) if message else None


def _text(entry: Mapping[Any, Any], *names: str) -> str | None:
    return next((entry[name] for name in names if isinstance(entry.get(name), str) and entry[name]), None)


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """An API's habits.

    Attributes:
        name: The API's name, as in ``spec/<name>.yaml``.
        policies: What may be done when an operation fails, by its id; others follow their HTTP method.
        checks: The rules checked before a request is sent, by the operation's id.
        complaint: Reads an error body, or an error inside a 2xx.
        unwrap: Takes the resource out of a decoded answer, its envelope.
        echoes: Which field of an operation's body its answer repeats, by the operation's id. The ``id`` of
            a path is compared without being named here.
        pages: The ids of the operations that answer with a page of records, too large to be read twice.
    """

    name: str
    policies: Mapping[str, Policy] = msgspec.field(default_factory=dict[str, Policy])
    checks: Mapping[str, tuple[Check, ...]] = msgspec.field(default_factory=dict[str, tuple[Check, ...]])
    complaint: Callable[[bytes], Complaint | None] = read_complaint
    unwrap: Callable[[Any], Any] = lambda answer: answer
    echoes: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    pages: frozenset[str] = frozenset()

    def policy(self, operation: Operation[Any]) -> Policy:
        """What may be done when the operation fails."""
        return self.policies.get(operation.id) or default_policy(operation.method)

    @property
    def check_names(self) -> frozenset[str]:
        """The names of the checks that a caller can switch off."""
        return frozenset(check.name for checks in self.checks.values() for check in checks)

    def refuse(self, operation: Operation[Any], switches: Mapping[str, bool]) -> None:
        """Check an operation before it is sent.

        Raises:
            InvalidRequestError: A check that is not switched off refuses it.
        """
        checks = [check for check in self.checks.get(operation.id, ()) if switches.get(check.name, True)]
        sent: Sent = sent_by(operation) if checks else {}
        for check in checks:
            refusal = _refusal(check, operation.id, sent)
            if refusal is not None:
                raise refused(refusal, check.name)


def _refusal(check: Check, operation: str, sent: Sent) -> str | None:
    try:
        return check.refusal(sent)
    except (AttributeError, KeyError, TypeError, ValueError):
        # A body that was built by hand may hold values that no type checker saw.
        return f"{operation} holds a value of another type than is documented"


def refused(refusal: str, check: str) -> InvalidRequestError:
    """The error of a check: what is wrong, and how to overrule the check where the documentation errs."""
    error = InvalidRequestError(
        f"{refusal} (Nothing was sent. To send it all the same: checks={{{check!r}: False}}.)"
    )
    error.check = check
    error.errors = (FieldError(check, refusal),)
    return error
