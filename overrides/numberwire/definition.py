"""What one API does its own way; everything else is the same for all of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from numberwire._checks import Check, Sent, sent_fields
from numberwire._complaint import Complaint, read_complaint
from numberwire._messages import warn_deprecated
from numberwire._retry import ONCE, REPEAT, REPEATABLE, Policy
from numberwire.errors import FieldError, InvalidRequestError
from numberwire_api import Operation

__all__ = [
    "Check",
    "CheckFinding",
    "Complaint",
    "Definition",
    "NextPage",
    "Policy",
    "Query",
    "read_complaint",
]

Query = tuple[tuple[str, str], ...]
"""The names and values of a query."""


class CheckFinding(msgspec.Struct, frozen=True):
    """Why a request is refused before it is sent, or warned of.

    Attributes:
        message: What is wrong, and the page that says so.
        check: The name of the check, to be used with ``checks={name: False}``; None where it can't be switched off.
        is_advice: Whether it is sent anyway, with a warning.
    """

    message: str
    check: str | None = None
    is_advice: bool = False


class NextPage(msgspec.Struct, frozen=True):
    """Where a page of a listing names the next one.

    Attributes:
        place: The fields that lead from the page to the link or the cursor of the next one.
        parameter: The parameter of the query that takes a cursor; empty where there are links alone.
        more: The field that says whether there is a next page; empty where there is none.
        records: The field of the page's records; empty where none is known to be theirs.
    """

    place: tuple[str, ...]
    parameter: str = ""
    more: str = ""
    records: str = ""


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """An API's habits.

    Attributes:
        name: The API's name, as in ``spec/<name>.yaml``.
        policies: What may be done when an operation fails, by its id; others follow their HTTP method.
        checks: The rules checked before a request is sent, by the operation's id.
        complaint: Reads an error body, or an error inside a 2xx.
        envelope: The field of every answer that holds the resource; None where the answer is the resource.
        echoes: Which field of an operation's body its answer repeats, by the operation's id. The ``id`` of
            a path is compared without being named here.
        pages: The ids of the operations that answer with a page of records, too large to be read twice.
        searches: The ids of those of them that are one page, whose links lead nowhere.
        effects: What an operation that succeeded did, in words, by its id.
        unknown_field: What the server makes of a field or a parameter that it does not know, as what it "would" do.
        unknown_field_code: The code of its error, where it refuses one.
        meanings: Names that people take from elsewhere, and what they mean by them.
        method_meanings: The same for methods: what to write instead.
        leads_on: Whether the query of a listing's next link, or a cursor, leads to a page after the first.
        ca_variable: The variable of the environment that names a file of certificates for this API.
        trusts_answers: Whether a success is what its document says and nothing more is asked of it: what it says of
            errors is data, it may be about another id than the path's, and it may be as large as a page.
        next_pages: Where the pages of a listing name the next one, by the operation's id; for `Client.pages`.
        security: The names of the credentials that an operation takes together, for each way to call it, by its id;
            "" has those of all others. Without either, a call is sent with all credentials.
        address: The API's address, unless another is given.
        servers: Where single operations are, by their ids; followed where the client's address is ``address``.
    """

    name: str
    policies: Mapping[str, Policy] = msgspec.field(default_factory=dict[str, Policy])
    checks: Mapping[str, tuple[Check, ...]] = msgspec.field(default_factory=dict[str, tuple[Check, ...]])
    complaint: Callable[[bytes], Complaint | None] = read_complaint
    envelope: str | None = None
    echoes: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    pages: frozenset[str] = frozenset()
    searches: frozenset[str] = frozenset()
    effects: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    unknown_field: str = "ignore or refuse it"
    unknown_field_code: str | None = None
    meanings: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    method_meanings: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    leads_on: Callable[[Query], bool] = bool
    ca_variable: str | None = None
    trusts_answers: bool = False
    next_pages: Mapping[str, NextPage] = msgspec.field(default_factory=dict[str, NextPage])
    security: Mapping[str, tuple[tuple[str, ...], ...]] = msgspec.field(
        default_factory=dict[str, tuple[tuple[str, ...], ...]]
    )
    address: str = ""
    servers: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    def unwrap(self, answer: Any) -> Any:
        """Take the resource out of a decoded answer, its envelope."""
        if self.envelope is None or not isinstance(answer, msgspec.Struct):
            return answer
        return getattr(answer, self.envelope)

    def policy(self, operation: Operation[Any]) -> Policy:
        """What may be done when the operation fails."""
        return self.policies.get(operation.id) or (REPEAT if operation.method in REPEATABLE else ONCE)

    @property
    def check_names(self) -> frozenset[str]:
        """The names of the checks that a caller can switch off."""
        return frozenset(check.name for checks in self.checks.values() for check in checks)

    def check_operation(
        self, operation: Operation[Any], switches: Mapping[str, bool], mask: Callable[[str], str] = str
    ) -> None:
        """Check an operation before it is sent.

        Args:
            operation: The operation.
            switches: Which checks are on or off, by their names; a check that isn't named is on.
            mask: Masks secrets in what a check says.

        Raises:
            InvalidRequestError: A check that is not switched off refuses it.
        """
        if operation.id not in self.checks:
            return
        for refusal in self.run_checks(operation, switches):
            if refusal.is_advice:
                warn_deprecated(mask(refusal.message))
            else:
                raise check_error(mask(refusal.message), str(refusal.check))

    def run_checks(self, operation: Operation[Any], switches: Mapping[str, bool]) -> Iterator[CheckFinding]:
        """Everything for which an operation would be refused, or warned of, in the order of the checks.

        Args:
            operation: The operation.
            switches: Which checks are on or off, by their names; a check that isn't named is on.
        """
        checks = [check for check in self.checks.get(operation.id, ()) if switches.get(check.name, True)]
        sent: Sent = sent_fields(operation) if checks else {}
        for check in checks:
            refusal = _refusal(check, operation.id, sent)
            if refusal is not None:
                yield CheckFinding(refusal, check.name)
            yield from (CheckFinding(advice, check.name, is_advice=True) for advice in check.advice(sent))


def _refusal(check: Check, operation: str, sent: Sent) -> str | None:
    try:
        return check.refusal(sent)
    except (AttributeError, KeyError, TypeError, ValueError):
        # A body that was built by hand may hold values that no type checker saw.
        return f"{operation} holds a value of another type than is documented"


def check_error(refusal: str, check: str) -> InvalidRequestError:
    """The error of a check: what is wrong, and how to overrule the check where the documentation errs."""
    return InvalidRequestError(
        f"{refusal} (Nothing was sent. To skip this check: client.with_options(checks={{{check!r}: False}}).)",
        check=check,
        errors=(FieldError(check, refusal),),
    )
