"""A run -> the plan that takes it back, and what can't be taken back; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from numberwire.fleet._change_status import Event, find_unsent, is_unanswered, latest_events
from numberwire.fleet._difference import changed_fields, digest_of, make_release, make_update
from numberwire.fleet._document import Limits
from numberwire.fleet._plan import Change, Plan
from numberwire.fleet._protocols import Api, OwnedNumber

__all__ = ["SkippedChange", "make_undo"]


@dataclass(frozen=True, slots=True)
class SkippedChange:
    """What can't be taken back.

    Attributes:
        number: The number.
        reason: Why not, and from when it can where that is known.
    """

    number: str
    reason: str


def make_undo(
    plan: Plan,
    events: Sequence[Event],
    owned: Mapping[str, OwnedNumber],
    api: Api,
    *,
    run: str,
    now: datetime,
    moment: datetime,
) -> tuple[Plan, list[SkippedChange]]:
    """Make the plan that takes a run back.

    Only what the run changed is touched, and only where the number still is as the run left it. A run that was killed
    needs no resuming first: what it did is seen in the account.

    Args:
        plan: The run's plan.
        events: The run's journal.
        owned: The account's numbers, by number.
        api: What the API's numbers have.
        run: The run's name.
        now: The time.
        moment: The account's time, by which ages are judged.

    Returns:
        The plan, and what it leaves out.
    """
    latest = latest_events(events)
    unsent = find_unsent(events)
    changes: list[Change] = []
    remainders: list[SkippedChange] = []
    for planned in plan.changes:
        if planned.op != "buy" and planned.number in unsent:
            continue
        sent = {field: value for field, value in planned.set.items() if (planned.number, field) not in unsent}
        change = msgspec.structs.replace(planned, set=sent)
        back = _take_back(
            change,
            latest.get((change.op, change.number), {}),
            owned,
            api=api,
            now=moment,
            is_trial=plan.is_trial,
        )
        if isinstance(back, Change):
            changes.append(back)
        elif back is not None:
            remainders.append(SkippedChange(change.number, back))
    starts = [event.allowed for event in events if event.kind == "start"]
    allowed: dict[str, str | bool] = starts[-1] if starts else {}
    updates = str(allowed.get("updates") or plan.limits.updates)
    undo = msgspec.structs.replace(
        plan,
        created_at=now,
        files=(),
        files_digest="",
        numbers=len(owned),
        listing_digest=digest_of([[number.id, number.number, number.fields] for number in owned.values()]),
        unlisted=0,
        # What a run was allowed to change may change back.
        limits=Limits(updates=updates),
        undo_of=run,
        changes=tuple(changes),
    )
    return undo.with_seal(), remainders


def _take_back(
    change: Change,
    events: Mapping[str, Event],
    owned: Mapping[str, OwnedNumber],
    *,
    api: Api,
    now: datetime,
    is_trial: bool,
) -> Change | str | None:
    """The change that takes one back; a reason where there is none; None where there is nothing to take back."""
    number = owned.get(change.number)
    if change.op == "release":
        is_gone = number is None or number.id != change.id
        return "it was released for good" if is_gone else None
    if change.op == "update":
        return _restore(change, number, api)
    if number is None:
        return "whether it was bought is unknown: look for it later" if is_unanswered(events) else None
    if "intent" not in events:
        return None
    if not is_unanswered(events) and "bought" not in events:
        return "its purchase failed, and it is in the account all the same: whoever bought it keeps it"
    return _give_back(change, number, api, now, is_trial=is_trial)


def _restore(change: Change, number: OwnedNumber | None, api: Api) -> Change | str | None:
    if number is None or number.id != change.id:
        return "it is no longer in the account"
    if missing := [field for field in change.set if field not in change.before]:
        return f"the earlier value of its {', '.join(missing)} is not known"
    before = {field: change.before[field] for field in change.set}
    wanted = changed_fields(number.fields, before)
    if not wanted:
        return None
    changed = [field for field in wanted if number.fields.get(field) != change.set[field]]
    if changed:
        return f"somebody changed its {', '.join(changed)} since"
    lost = [field for field, value in wanted.items() if not api.is_settable(field, value)]
    if lost:
        return f"the API can't set the earlier value of its {', '.join(lost)}"
    return make_update(number, wanted)


def _give_back(
    change: Change, number: OwnedNumber, api: Api, now: datetime, *, is_trial: bool
) -> Change | str:
    if change.is_protected:
        return "it was bought, and the file protects it"
    left = {**api.fields, **change.set}
    if any(number.fields[field] not in (left[field], api.fields[field]) for field in api.fields):
        return "it was bought, and somebody changed it since"
    if number.created_at is not None:
        start = api.releasable_from(number.created_at, trial=is_trial)
        if start > now:
            return f"it was bought, and can be released from {start:%Y-%m-%d}"
    return make_release(number, change.type)
