"""What is known of an attempt once it is over, and the one place where an error is built of it; pure."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from numberwire._complaint import Complaint
from numberwire._response import Answer
from numberwire._retry import retry_after
from numberwire._visible import LONGEST_ENTRY, escape_unprintable
from numberwire.errors import FieldError, NumberwireError
from numberwire_api import Request

__all__ = ["Mask", "Report", "request_id"]

E = TypeVar("E", bound=NumberwireError)
Mask = Callable[[bytes], bytes]
"""Masks the client's secrets in a content."""

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-amzn-requestid")
_LONGEST_EXCERPT = 200
_LONGEST_TEXT = 12_000
_MOST_SHOWN = 10
_LONGEST_BODY = 1024 * 1024
_SURELY_WHOLE = 10_000
_LONGEST_SECRET = 8192
_NO_COMPLAINT = Complaint(())


def request_id(response: Answer) -> str | None:
    """The id the API gave the request."""
    return next((value for name in _REQUEST_ID_HEADERS if (value := response.header(name))), None)


class Report(msgspec.Struct, frozen=True):
    """An attempt that is over.

    Attributes:
        request: What was sent.
        attempts: How often.
        response: The answer; None where none came.
        mask: Masks secrets.
        now: Tells the time, as seconds since the epoch.
    """

    request: Request
    attempts: int
    response: Answer | None
    mask: Mask
    now: Callable[[], float]

    def __repr__(self) -> str:
        # The answer is shown by no traceback: it may echo a secret.
        return f"Report({self.request!r}, attempts={self.attempts})"

    @property
    def retry_after(self) -> float | None:
        """The seconds that the answer asks to wait."""
        return retry_after(self.response.header("retry-after"), self.now()) if self.response else None

    def error(
        self,
        kind: type[E],
        message: str,
        *,
        complaint: Complaint = _NO_COMPLAINT,
        reasons: bool = False,
        note: str = "",
        body: bytes | None = None,
        excerpt: bool = False,
        **details: Any,
    ) -> E:
        """Build an error of this attempt.

        Args:
            kind: Its class.
            message: What happened, in words.
            complaint: What the answer complains of.
            reasons: Whether the message goes on with the words of the complaint.
            note: What to say at the message's end.
            body: What the error is about, for classes with a ``body``; masked, and its first MiB kept.
            excerpt: Whether the message quotes the beginning of the body.
            details: Other attributes of the class.
        """
        errors = tuple(map(self._clean_complaint, complaint.errors))
        words = _words(errors, complaint.more) if reasons else ""
        method, path = self.request.method, self.request.target.partition("?")[0]
        tries = f" ({self.attempts} attempts)" if self.attempts > 1 else ""
        text = escape_unprintable(self._clean(f"{method} {path}: {message}{words}{tries}"))
        if body is not None:
            details["body"] = self.mask(body)[:_LONGEST_BODY]
        if excerpt and body:
            beginning = details["body"][:_LONGEST_EXCERPT].decode("utf-8", "backslashreplace")
            text += f" It begins {beginning!r}."
        answer = self.response
        identifier = complaint.request_id or (request_id(answer) if answer else None)
        return kind(
            text + note,
            method=method,
            path=path,
            status_code=answer.status if answer else None,
            errors=errors,
            request_id=identifier and escape_unprintable(self._clean(identifier), LONGEST_ENTRY),
            attempts=self.attempts,
            retry_after=self.retry_after,
            headers=self._clean_headers(),
            **details,
        )

    def _clean(self, text: str) -> str:
        # Cut after masking: a secret cut in two would not be found. A text that was cut before, when it was
        # read, may end with half a secret.
        shown = self.mask(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        if len(text) > _SURELY_WHOLE:
            shown = f"{shown[:-_LONGEST_SECRET]} ..."
        return shown if len(shown) <= _LONGEST_TEXT else f"{shown[:_LONGEST_TEXT]} ..."

    def _clean_headers(self) -> tuple[tuple[str, str], ...]:
        pairs = self.response.headers if self.response else ()
        return tuple((name, self._clean(value)) for name, value in pairs)

    def _clean_complaint(self, error: FieldError) -> FieldError:
        return FieldError(
            error.code and self._clean(error.code),
            self._clean(error.message),
            error.field and self._clean(error.field),
        )


def _words(errors: tuple[FieldError, ...], more: str) -> str:
    """The first complaints in words; ``errors`` has all that were read."""
    hidden = len(errors) - _MOST_SHOWN
    if hidden > 0:
        more = "and more" if more else f"and {hidden} more"
    return "; ".join([*map(str, errors[:_MOST_SHOWN]), *filter(None, [more])])
