"""The exceptions, as a tree.

NumberwireError
├── InvalidRequestError (also ValueError)      refused before anything was sent
├── APIConnectionError                         no answer arrived
│   └── APITimeoutError                        none in time
├── APIStatusError                             an error status
│   ├── BadRequestError                        400
│   ├── AuthenticationError                    401
│   ├── PermissionDeniedError                  403
│   ├── NotFoundError                          404
│   ├── UnprocessableEntityError               422
│   ├── RateLimitError                         429
│   └── InternalServerError                    500 and above
├── APIResponseValidationError                 an answer that can't be read
│   └── ListingError                           a listing whose next page is wrong or repeated
└── PurchaseOutcomeUnknownError                a purchase that may or may not have happened

NumberwireWarning (a UserWarning) is not an error: the call was made, but probably did not do what was intended.
"""

from datetime import datetime
from typing import Any

import msgspec

from numberwire._response import find_header
from numberwire._visible import LONGEST_ENTRY, escape_unprintable

__all__ = [
    "APIConnectionError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "FieldError",
    "InternalServerError",
    "InvalidRequestError",
    "ListingError",
    "NotFoundError",
    "NumberwireError",
    "NumberwireWarning",
    "PermissionDeniedError",
    "PurchaseOutcomeUnknownError",
    "RateLimitError",
    "UnprocessableEntityError",
]


class FieldError(msgspec.Struct, frozen=True):
    """One complaint of an API.

    Attributes:
        code: The API's own code, such as ``purchased_too_recently``; None where it gives none.
        message: The API's words.
        field: The field the complaint is about; None where it is about the request.
    """

    code: str | None
    message: str
    field: str | None = None

    def __str__(self) -> str:
        """The complaint in one line: ``field: message (code)``."""
        where = f"{self.field}: " if self.field else ""
        code = f" ({self.code})" if self.code and self.code != self.message else ""
        return escape_unprintable(f"{where}{self.message}{code}", LONGEST_ENTRY)


class NumberwireError(Exception):
    """The base of all errors; each has what is known about the call.

    Attributes:
        method: The HTTP method, or None where no call was made.
        path: The path of the request, without its query.
        status_code: The HTTP status of the answer, or None where there was none.
        errors: The API's complaints, one entry for each.
        request_id: The id the API gave the request; its support will ask for it.
        attempts: How many times the request was sent or tried.
        retry_after: The seconds the API asked to wait, or None.
        headers: The headers of the answer, as pairs of name and value in the order they came.
    """

    def __init__(self, message: str, **known: Any) -> None:
        """Make the error; ``known`` are any of its attributes."""
        super().__init__(message)
        self.method: str | None = None
        self.path: str | None = None
        self.status_code: int | None = None
        self.errors: tuple[FieldError, ...] = ()
        self.request_id: str | None = None
        self.attempts: int = 0
        self.retry_after: float | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.__dict__.update(known)

    def header(self, name: str) -> str | None:
        """The first value of a header of the answer, or None.

        Args:
            name: The header's name, in any case.
        """
        return find_header(self.headers, name)

    def __str__(self) -> str:
        """What happened, in one line; words of a server in it are spelled out where they would steer a terminal."""
        return escape_unprintable(super().__str__())


class InvalidRequestError(NumberwireError, ValueError):
    """A request that was refused before anything was sent.

    Attributes:
        check: The name of the check that refused it, to be used with ``checks={name: False}``;
            None where it can't be switched off.
    """

    check: str | None = None


class APIConnectionError(NumberwireError):
    """No answer came: no connection was made, or it was lost on the way."""


class APITimeoutError(APIConnectionError):
    """No answer came before the attempt's timeout or the call's deadline."""


class APIStatusError(NumberwireError):
    """The API answered with an error status.

    A redirect (never followed) and an error inside a 2xx are of this class itself.

    Attributes:
        body: The answer's content, its first MiB where it is longer.
    """

    body: bytes = b""


class BadRequestError(APIStatusError):
    """400: the request can't be understood."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials lack the scope the operation needs."""


class NotFoundError(APIStatusError):
    """404: it does not exist, or belongs to another project."""


class UnprocessableEntityError(APIStatusError):
    """422: the request was understood and refused; ``errors`` says why."""


class RateLimitError(APIStatusError):
    """429: too many requests; ``retry_after`` says how long to wait, if the API did."""


class InternalServerError(APIStatusError):
    """500 and above: the API failed."""


class APIResponseValidationError(NumberwireError):
    """An answer that can't be read as what was documented.

    Attributes:
        body: The answer's content as received; if it is longer than 1 MiB, its first MiB.
        record_id: The id of the record, if the answer has it: the call took effect, and only other parts of the
            record can't be read. Else None.
        position: Of a listing, the index of the record within its page.
        readable: Of a listing, the page's other records, in order.
        cursor: Of a listing, where to continue: ``list(cursor=...)``; None if there is no further page.
    """

    body: bytes = b""
    record_id: str | None = None
    position: int | None = None
    readable: tuple[Any, ...] = ()
    cursor: str | None = None


class ListingError(APIResponseValidationError):
    """A listing that goes round in circles, or whose next page is at another address than the listing.

    It goes round where a next page, or the records of a page, were read already.
    Its ``cursor`` is the position that the listing had reached.
    """


class PurchaseOutcomeUnknownError(NumberwireError):
    """A purchase that may or may not have happened.

    It was sent once, its answer was lost, and a look-up did not show whether it was bought. Don't
    repeat it blindly: look for the number first, perhaps a little later, since the server may still be buying it.

        except PurchaseOutcomeUnknownError as error:
            number = client.phone_numbers.settle(error.number, since=error.since)

    Attributes:
        number: The number, in E.164 format.
        since: When the purchase was sent.
    """

    number: str = ""
    since: datetime


class NumberwireWarning(UserWarning):
    """The call was made, but probably did not do what you meant; the message says what to do."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
_SERVER_ERRORS = 500


def status_error_class(status: int) -> type[APIStatusError]:
    """The class of error that an answer with this status is raised as."""
    if status >= _SERVER_ERRORS:
        return InternalServerError
    return _BY_STATUS.get(status, APIStatusError)
