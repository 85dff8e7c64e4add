"""The pages of a listing that its definition describes: which comes next, and when to stop; pure."""

from collections.abc import Sequence
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from numberwire._base_url import is_here
from numberwire._call import AnyOperation
from numberwire._cycle import CycleDetector
from numberwire._steps import CallResult
from numberwire._urls import join_url, read_query, split_url
from numberwire.definition import Definition, Query
from numberwire.errors import InvalidRequestError, ListingError
from numberwire_api import Operation

__all__ = ["PageTurner", "records_of_page"]

_MOST_PARAMETERS = 100


class PageTurner:
    """A listing under way.

    Args:
        operation: What asks for the first page.
        definition: What says where a page names the next one.
        base_url: Where the API is; a page elsewhere is refused.

    Attributes:
        operation: What to ask next; None at the end.
        end: The error that the listing ends with; None where it ends well.

    Raises:
        InvalidRequestError: The definition does not say it of this operation.
    """

    def __init__(self, operation: Operation[Any], definition: Definition, base_url: str) -> None:
        if operation.id not in definition.next_pages:
            known = ", ".join(definition.next_pages) or "none does"
            raise InvalidRequestError(
                f"{operation.id} does not say where its next page is; of the others: {known}."
            )
        self.operation: Operation[Any] | None = operation
        self._next = definition.next_pages[operation.id]
        self._base_url, self._address = base_url, definition.address
        self.end: ListingError | None = None
        self._targets = CycleDetector()
        self._targets.is_repeat(operation.request().target)
        self._contents = CycleDetector()

    def take_page(self, result: CallResult) -> Any:
        """Take a page, and set ``operation`` to what comes after it.

        Args:
            result: The page.

        Returns:
            The page.
        """
        operation, page = self.operation, result.envelope
        assert operation is not None and result.report is not None  # noqa: PT018, S101 it was asked and answered
        query, why = self._next_query(operation, page)
        following = None if query is None else replace(operation, query=query)
        if following is not None and self._targets.is_repeat(following.request().target):
            why, following = "the next page was read already", None
        if self._is_known(page):
            why, following = "the records of an earlier page came again", None
        if why is not None:
            self.end = result.report.error(ListingError, f"listing stopped: {why}")
        self.operation = following
        return page

    def _is_known(self, page: Any) -> bool:
        """Whether a page has the records of an earlier one; only records with an id can be told from their equals."""
        records: Any = getattr(page, self._next.records, None) if self._next.records else None
        if not isinstance(records, list | tuple):
            return False
        ids = [getattr(record, "id", None) for record in cast("Sequence[Any]", records)]
        if not ids or None in ids:
            return False
        return self._contents.is_repeat(msgspec.json.encode(records, enc_hook=repr))

    def _next_query(self, operation: Operation[Any], page: Any) -> tuple[Query | None, str | None]:
        """The query of the next page, None on the last one; and what is wrong with it."""
        mark = page
        for name in self._next.place:
            mark = getattr(mark, name, None)
        if not isinstance(mark, str | int) or mark == "" or getattr(page, self._next.more, True) is False:
            return None, None
        text = str(mark)
        if self._next.parameter and not text.startswith(("/", "?", "http://", "https://")):
            others = tuple(pair for pair in operation.query if pair[0] != self._next.parameter)
            return (*others, (self._next.parameter, text)), None
        return self._linked_query(operation, text)

    def _linked_query(self, operation: Operation[Any], link: str) -> tuple[Query | None, str | None]:
        path = operation.request().target.partition("?")[0]
        here = self._base_url + path
        own_path = split_url(self._address).path.rstrip("/") + path if self._address else None
        try:
            there = split_url(join_url(here, link))
            is_elsewhere = not is_here(there, self._base_url, path, own_path)
            query = read_query(there.query, max_num_fields=_MOST_PARAMETERS)
        except ValueError:
            return None, "the next link is not a valid URL"
        if is_elsewhere:
            return None, f"the next link points elsewhere than {here}; it was not followed"
        return query, None


def records_of_page(page: Any, operation: AnyOperation[Any], definition: Definition) -> tuple[Any, ...]:
    """The records of a page of a listing that has a next one.

    Args:
        page: The page.
        operation: What asked for the listing.
        definition: What says which field has them.

    Raises:
        InvalidRequestError: The definition does not say it.
    """
    field = definition.next_pages[operation.id].records
    if not field:
        raise InvalidRequestError(
            f"{operation.id} does not say which field has the records: use pages() instead."
        )
    return tuple(getattr(page, field, None) or ())
