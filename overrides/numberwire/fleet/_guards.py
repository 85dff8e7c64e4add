"""What a plan may not do without a word on the command line; each refusal names the flag that lifts it; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from numberwire.fleet._change_status import ChangeStatus, StatusKind
from numberwire.fleet._document import count_allowed_updates
from numberwire.fleet._plan import Change, Plan, Tally
from numberwire.fleet._protocols import Api

__all__ = ["FEW_NUMBERS", "Allowances", "Refusal", "find_refusals", "find_young"]

FEW_NUMBERS = 10
"""An account of fewer numbers has no limit of updates: a percentage of few is no measure."""


@dataclass(frozen=True)
class Allowances:
    """What the command line allows; None leaves it to the file.

    Attributes:
        updates: How many updates: a count, or a percentage with its sign.
        buys: How many purchases.
        monthly: How much more a month.
        releases: How many releases exactly.
    """

    updates: str | None = None
    buys: int | None = None
    monthly: Decimal | None = None
    releases: int | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a plan is not carried out.

    Attributes:
        message: What it would do, and what is allowed.
        flag: What lifts it, as it is typed; empty where nothing on the command line does.
        effect: What the flag does.
    """

    message: str
    flag: str = ""
    effect: str = "allow it"


def find_refusals(
    plan: Plan,
    statuses: Sequence[ChangeStatus],
    number_count: int,
    *,
    allowed: Allowances,
    api: Api,
    now: datetime,
) -> list[Refusal]:
    """Why a plan may not be carried out now.

    Args:
        plan: The plan.
        statuses: Where its changes stand.
        number_count: How many numbers the account has now.
        allowed: What the command line allows.
        api: What the API's numbers have.
        now: The account's time.
    """
    left = [status.change for status in statuses if status.kind in (StatusKind.TO_DO, StatusKind.IN_DOUBT)]
    tally = Tally.of(left)
    return [
        *_refuse_updates(plan, tally, number_count, allowed),
        *_refuse_buys(plan, tally, allowed),
        *_refuse_spending(plan, left, allowed),
        *_refuse_releases(plan, tally, allowed),
        *_refuse_protected(left),
        *_refuse_young(find_young(left, api, now, trial=plan.is_trial)),
    ]


def find_young(
    changes: Sequence[Change], api: Api, now: datetime, *, trial: bool
) -> list[tuple[Change, datetime]]:
    """The releases that the API would refuse, and from when on each is possible."""
    young: list[tuple[Change, datetime]] = []
    for change in changes:
        if change.op == "release" and change.created_at is not None:
            start = api.releasable_from(change.created_at, trial=trial)
            if start > now:
                young.append((change, start))
    return young


def _refuse_updates(plan: Plan, tally: Tally, number_count: int, allowed: Allowances) -> Iterator[Refusal]:
    limit = plan.limits.updates if allowed.updates is None else allowed.updates
    if number_count < FEW_NUMBERS or tally.update <= count_allowed_updates(limit, number_count):
        return
    # Rounded up, so that what the message says to type is enough.
    percent = -(-tally.update * 100 // number_count)
    yield Refusal(
        f"{tally.update:,} updates are {percent} % of the account's {number_count:,} numbers; {limit} are allowed",
        f"--max-updates {percent}%",
    )


def _refuse_buys(plan: Plan, tally: Tally, allowed: Allowances) -> Iterator[Refusal]:
    limit = plan.limits.buys if allowed.buys is None else allowed.buys
    if tally.buy > limit:
        yield Refusal(
            f"{tally.buy:,} {'number' if tally.buy == 1 else 'numbers'} would be bought; {limit:,} are allowed",
            f"--max-buys {tally.buy}",
        )


def _refuse_spending(plan: Plan, left: Sequence[Change], allowed: Allowances) -> Iterator[Refusal]:
    limit = plan.limits.monthly if allowed.monthly is None else allowed.monthly
    bought = [change for change in left if change.op == "buy"]
    if limit is None or not bought:
        return
    missing = sorted({change.type for change in bought} - plan.prices.by_type.keys())
    if missing:
        yield Refusal(
            f"a month may cost {limit} {plan.prices.currency} more, and the file has no price for "
            f"{', '.join(missing)}: add it there"
        )
        return
    total = sum((plan.prices.by_type[change.type] for change in bought), Decimal(0))
    if total > limit:
        yield Refusal(
            f"the purchases cost {total} {plan.prices.currency} a month; {limit} more are allowed",
            f"--max-monthly {total}",
        )


def _refuse_releases(plan: Plan, tally: Tally, allowed: Allowances) -> Iterator[Refusal]:
    wanted = plan.tally.release
    if not tally.release:
        return
    if plan.limits.releases is not None and wanted > plan.limits.releases:
        yield Refusal(
            f"{wanted:,} {'number' if wanted == 1 else 'numbers'} would be released, and limits in the file "
            f"allow {plan.limits.releases:,}: raise them there and plan again"
        )
    elif allowed.releases != wanted:
        said = (
            "is not allowed" if allowed.releases is None else f"is not the {allowed.releases:,} you allowed"
        )
        yield Refusal(
            f"{wanted:,} {'number' if wanted == 1 else 'numbers'} would be released for good, which {said}",
            f"--allow-release {wanted}",
        )


def _refuse_protected(left: Sequence[Change]) -> Iterator[Refusal]:
    for change in left:
        if change.op == "release" and change.is_protected:
            yield Refusal(
                f"{change.number} is protected and would be released: take protect out of {change.place or 'its file'}"
            )


def _refuse_young(young: Sequence[tuple[Change, datetime]]) -> Iterator[Refusal]:
    if young:
        change, start = young[0]
        more = f" (and {len(young) - 1:,} more are too new)" if len(young) > 1 else ""
        yield Refusal(
            f"{change.number} can't be released before {start:%Y-%m-%d}{more}",
            "--skip-young",
            "leave it out" if len(young) == 1 else "leave them out",
        )
