"""Finds what a page no longer states of its record: whole operations and parts, which no single difference shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts import PARTS, Operation, Page
from generator.findings import count_words


@dataclass(frozen=True)
class Loss:
    """What a page no longer states of what was recorded of it.

    A part that is absent is not stated, and so no difference: a page that was saved halfway would look unchanged.

    Attributes:
        operations: The operations that are gone.
        parts: What else is gone, in words: of the operations that are there their calls, whole parts and lists of
            statuses; bodies of errors, and what it says of the credentials.
        recorded_operations: How many operations the record has.
        fields: How many of the record's fields are gone, wherever they were.
        recorded_fields: How many fields the record has.
    """

    operations: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    recorded_operations: int = 0
    fields: int = 0
    recorded_fields: int = 0

    def __bool__(self) -> bool:
        """Tell whether a whole operation or part is gone, or most of the fields."""
        return bool(self.operations or self.parts) or self.is_large

    @property
    def is_large(self) -> bool:
        """Whether more than half of the operations or of the fields are gone."""
        return 2 * len(self.operations) > self.recorded_operations or 2 * self.fields > self.recorded_fields

    @property
    def lost_parts(self) -> tuple[str, ...]:
        """What is gone as a whole, in words."""
        return (*(f"the operation {name}" for name in self.operations), *self.parts)

    def __str__(self) -> str:
        """How much of the record is left, in words."""
        fields = self.recorded_fields - self.fields
        operations = self.recorded_operations - len(self.operations)
        return (
            f"{fields} of {count_words(self.recorded_fields, 'field')}"
            f" and {operations} of {count_words(self.recorded_operations, 'operation')} are left"
        )


NO_LOSS = Loss()


def find_loss(old: Page, new: Page) -> Loss:
    """Return what a page no longer states of its record.

    Args:
        old: The recorded page.
        new: The same page now, its operations called as on the recorded one.
    """
    known, stated = _field_places(old), _field_places(new)
    return Loss(
        tuple(name for name in old.operations if name not in new.operations),
        tuple(_lost_parts(old, new)),
        len(old.operations),
        len(known - stated),
        len(known),
    )


def _field_places(page: Page) -> set[tuple[str, str, str]]:
    places = {("", status, field) for status, fields in page.errors.items() for field in fields}
    return places | {
        (operation.name, part, field)
        for operation in page.operations.values()
        for part, fields in operation.parts.items()
        for field in fields
    }


def _lost_parts(old: Page, new: Page) -> Iterator[str]:
    for name, before in old.operations.items():
        if operation := new.operations.get(name):
            yield from _lost_parts_of_operation(before, operation)
    for status, fields in old.errors.items():
        if fields and not new.errors.get(status):
            yield f"the body of error {status} ({count_words(len(fields), 'field')})"
    for key, value in old.security.items():
        if key not in new.security:
            yield f"the {key} of the credentials ({value})"


def _lost_parts_of_operation(old: Operation, new: Operation) -> Iterator[str]:
    for what, was, now in (("method", old.method, new.method), ("path", old.path, new.path)):
        if was and not now:
            yield f"the {what} of {old.name} ({was})"
    if old.body_required is not None and new.body_required is None and new.fields("request"):
        yield f"whether a call of {old.name} must have a body"
    for part in PARTS:
        if old.fields(part) and not new.fields(part):
            yield f"the {part} of {old.name} ({count_words(len(old.fields(part)), 'field')})"
    if old.statuses and not new.statuses:
        yield f"the statuses of {old.name} ({', '.join(old.statuses)})"
