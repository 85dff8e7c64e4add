"""Where each change of a plan stands, by what the account says now and what the journal has; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from numberwire.fleet._plan import Change
from numberwire.fleet._protocols import Api, Fields, OwnedNumber, Value

__all__ = [
    "ChangeStatus",
    "Conflict",
    "Event",
    "StatusKind",
    "find_statuses",
    "find_unanswered",
    "find_unsent",
    "is_unanswered",
    "latest_events",
]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a journal.

    Attributes:
        time: When, in seconds since 1970.
        kind: ``start``, ``intent``, ``bought``, ``done``, ``failed``, ``unknown``, ``skipped`` or ``end``.
        op: The change's kind.
        number: Whose change.
        id: The number's id, where it is known.
        allowed: Of a start: what the command line allowed.
        skipped: Of a start: the numbers whose changes are left out, or are there already; of ``skipped``: those whose
            changes were not begun.
        unchanged: Of a start: the fields that have the value already that an update sets, each after its number.
    """

    time: float
    kind: str
    op: str = ""
    number: str = ""
    id: str = ""
    allowed: dict[str, str | bool] = {}
    skipped: tuple[str, ...] = ()
    unchanged: tuple[tuple[str, str], ...] = ()


class StatusKind(StrEnum):
    """Where a change stands."""

    DONE = "done"
    TO_DO = "to do"
    BOUGHT = "bought, to be routed"
    IN_DOUBT = "in doubt"
    CONFLICT = "in conflict"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is not as a plan expects it.

    Attributes:
        field: The field, or empty for the number itself.
        expected: What the plan expects.
        current: What is there.
        words: What it is about, where it is no field.
    """

    field: str = ""
    expected: Value = None
    current: Value = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ChangeStatus:
    """A change, and where it stands.

    Attributes:
        change: The change.
        kind: Where it stands.
        owned: The number in the account.
        conflicts: What is in the way.
        since: Of a purchase in doubt: when it was about to be sent.
    """

    change: Change
    kind: StatusKind
    owned: OwnedNumber | None = None
    conflicts: tuple[Conflict, ...] = ()
    since: float = 0.0


def latest_events(events: Sequence[Event]) -> dict[tuple[str, str], dict[str, Event]]:
    """The last event of each kind, by the change's kind and number; what came last is the last of them."""
    latest: dict[tuple[str, str], dict[str, Event]] = {}
    for event in events:
        if event.number:
            kinds = latest.setdefault((event.op, event.number), {})
            kinds.pop(event.kind, None)
            kinds[event.kind] = event
    return latest


def find_statuses(
    changes: Sequence[Change], owned: Mapping[str, OwnedNumber], events: Sequence[Event], api: Api
) -> list[ChangeStatus]:
    """Where changes stand.

    Args:
        changes: The changes of a plan.
        owned: The account's numbers, by number.
        events: The journal of the runs of this plan.
        api: What the API's numbers have.
    """
    latest = latest_events(events)
    judge = {"buy": _judge_purchase, "update": _judge_update, "release": _judge_release}
    return [
        judge[change.op](change, owned.get(change.number), latest.get((change.op, change.number), {}), api)
        for change in changes
    ]


def _conflict(change: Change, owned: OwnedNumber | None, *conflicts: Conflict) -> ChangeStatus:
    return ChangeStatus(change, StatusKind.CONFLICT, owned, conflicts)


def _has_values(fields: Fields, wanted: Fields) -> bool:
    return all(field in fields and fields[field] == value for field, value in wanted.items())


def _find_conflicts(fields: Fields, expected: Fields, wanted: Fields) -> Iterator[Conflict]:
    """The fields that are neither as they are expected nor as they are wanted."""
    for field, value in expected.items():
        current = fields.get(field)
        if current != value and not (field in wanted and current == wanted[field]):
            yield Conflict(field, value, current)


def _judge_update(
    change: Change, owned: OwnedNumber | None, _events: Mapping[str, Event], _api: Api
) -> ChangeStatus:
    if owned is None:
        return _conflict(change, None, Conflict(words="it is no longer in the account"))
    if owned.id != change.id:
        return _conflict(change, owned, Conflict(words=f"its id was {change.id} and is now {owned.id}"))
    if _has_values(owned.fields, change.set):
        return ChangeStatus(change, StatusKind.DONE, owned)
    conflicts = tuple(_find_conflicts(owned.fields, change.expect, change.set))
    return (
        _conflict(change, owned, *conflicts) if conflicts else ChangeStatus(change, StatusKind.TO_DO, owned)
    )


def _judge_purchase(
    change: Change, owned: OwnedNumber | None, events: Mapping[str, Event], api: Api
) -> ChangeStatus:
    """A purchase is sent where the account lacks the number, and no earlier one can have bought it."""
    intent = events.get("intent")
    if owned is None:
        if _is_later(events, "bought", "intent"):
            words = "it was bought by this run, and is not in the account now: look before you buy it again"
            return _conflict(change, None, Conflict(words=words))
        if intent is not None and is_unanswered(events):
            return ChangeStatus(change, StatusKind.IN_DOUBT, since=intent.time)
        return ChangeStatus(change, StatusKind.TO_DO)
    if _has_values(owned.fields, change.set):
        return ChangeStatus(change, StatusKind.DONE, owned)
    if intent is None:
        words = "somebody else bought it after the plan was made: plan again"
        return _conflict(change, owned, Conflict(words=words))
    conflicts = () if _is_pristine(owned) else tuple(_find_conflicts(owned.fields, api.fields, change.set))
    conflicts = tuple(conflict for conflict in conflicts if conflict.field in change.set)
    return (
        _conflict(change, owned, *conflicts) if conflicts else ChangeStatus(change, StatusKind.BOUGHT, owned)
    )


def is_unanswered(events: Mapping[str, Event]) -> bool:
    """Whether a change was about to be sent, and nobody heard what became of it."""
    is_answered = _is_later(events, "bought", "intent") or _is_later(events, "failed", "intent")
    return "intent" in events and not is_answered


def find_unanswered(events: Sequence[Event]) -> list[Event]:
    """The intents of a journal's purchases of which nobody heard what became of them."""
    return [
        kinds["intent"]
        for (op, _), kinds in latest_events(events).items()
        if op == "buy" and is_unanswered(kinds)
    ]


def find_unsent(events: Sequence[Event]) -> frozenset[str | tuple[str, str]]:
    """The updates and releases that were certainly not made, each time the run was started.

    Of the others it isn't certain that they were: a kill may come between a request and its event.

    Returns:
        Numbers; and of numbers that may have been updated, the fields that had the value already.
    """
    starts: list[set[str | tuple[str, str]]] = []
    for event in events:
        if event.kind == "start":
            starts.append(set())
        if starts:
            starts[-1].update(event.skipped, event.unchanged)
            if event.kind in ("skipped", "failed"):
                starts[-1].add(event.number)
            else:
                starts[-1].discard(event.number)
    return frozenset(starts[0].intersection(*starts)) if starts else frozenset()


def _is_pristine(owned: OwnedNumber) -> bool:
    """Whether nobody changed a number since it is the account's, whatever the API gave it then."""
    return owned.updated_at is not None and owned.updated_at == owned.created_at


def _is_later(events: Mapping[str, Event], kind: str, than: str) -> bool:
    """Whether there is an event of a kind, and none of another after it; clocks may be set back meanwhile."""
    order = list(events)
    return kind in events and (than not in events or order.index(kind) > order.index(than))


def _judge_release(
    change: Change, owned: OwnedNumber | None, _events: Mapping[str, Event], _api: Api
) -> ChangeStatus:
    if owned is None or owned.id != change.id:
        return ChangeStatus(change, StatusKind.DONE, owned)
    conflicts = tuple(_find_conflicts(owned.fields, change.expect, {}))
    return (
        _conflict(change, owned, *conflicts) if conflicts else ChangeStatus(change, StatusKind.TO_DO, owned)
    )
