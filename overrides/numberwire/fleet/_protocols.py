"""What the fleet asks of an API: the fields of its numbers, and an account's numbers over the network."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import msgspec

__all__ = ["Api", "Connection", "Fields", "OwnedNumber", "Value"]

Value = str | dict[str, str] | None
"""What a field holds: a text, a handler with its parameters, or nothing."""

Fields = dict[str, Value]
"""What a number does, by field, each in the API's normal form: one spelling for what means the same."""


class OwnedNumber(msgspec.Struct, frozen=True, gc=False):
    """A number of the account.

    Attributes:
        number: The number in E.164.
        id: Its id.
        fields: What it does; a field that the API has is never absent.
        created_at: Since when it is the account's.
        updated_at: When it was last changed.
        seen_at: When this was seen, where it isn't known from the account now.
    """

    number: str
    id: str
    fields: Fields
    created_at: datetime | None = None
    updated_at: datetime | None = None
    seen_at: datetime | None = None


class Api(Protocol):
    """What an API's numbers have; pure."""

    @property
    def name(self) -> str:
        """Its name in a file's ``account``."""
        ...

    @property
    def account_keys(self) -> tuple[str, ...]:
        """What names an account, beside the API."""
        ...

    @property
    def fields(self) -> Fields:
        """The fields in the order in which they are shown, each with what a new number has."""
        ...

    @property
    def handlers(self) -> frozenset[str]:
        """The fields that hold a handler with its parameters."""
        ...

    @property
    def can_list(self) -> bool:
        """Whether it lists, sells and releases numbers; if not, the file gives each number's id."""
        ...

    def normal(self, field: str, value: Value) -> Value:
        """A value in the one spelling that all of its meaning have."""
        ...

    def find_mistakes(self, field: str, value: Value) -> Iterator[str]:
        """What is wrong with a value in normal form, each as a sentence."""
        ...

    def is_settable(self, field: str, value: Value) -> bool:
        """Whether a value can be set; some handlers only answers carry."""
        ...

    def number_type(self, number: str) -> str:
        """The type of a number, as a price list names it."""
        ...

    def releasable_from(self, created_at: datetime, *, trial: bool) -> datetime:
        """When a number can be released at the earliest."""
        ...


class Connection(Protocol):
    """The numbers of one account. What fails is a `NumberwireError`."""

    async def list_numbers(self) -> list[OwnedNumber]:
        """All numbers."""
        ...

    async def find_number(self, number: str) -> OwnedNumber | None:
        """One number, or None where the account has it not."""
        ...

    async def buy(self, number: str) -> OwnedNumber:
        """Buy a number; the request is sent once."""
        ...

    async def change(self, number_id: str, fields: Fields) -> OwnedNumber:
        """Set fields of a number; others stay."""
        ...

    async def release(self, number_id: str) -> None:
        """Release a number for good."""
        ...
