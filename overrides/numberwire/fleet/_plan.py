"""A plan as a value: what is to change, what is expected to be there now, and a seal against edits of its file."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from numberwire.fleet._document import Limits, Prices, count_allowed_updates, is_amount
from numberwire.fleet._protocols import Fields

__all__ = ["Change", "Plan", "PlanError", "Tally", "read_plan", "write_plan"]

FORMAT = 1


class Change(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What is to happen to one number.

    Attributes:
        op: A purchase, with its routing; an update; or a release.
        number: The number in E.164.
        id: Its id, where it is owned.
        place: Where the file says so, as ``fleet.yaml:31``.
        name: Its name before, for people.
        type: Its type, as a price list names it.
        expect: What the fields concerned have to be when it is carried out.
        set: What they will be.
        before: All that the number did, which an undo needs.
        created_at: Since when it is the account's.
        seen_at: When ``expect`` was seen, where the account can't be asked.
        is_protected: Whether the file protects the number.
    """

    op: Literal["buy", "update", "release"]
    number: str
    id: str = ""
    place: str = ""
    name: str = ""
    type: str = ""
    expect: Fields = {}
    set: Fields = {}
    before: Fields = {}
    created_at: datetime | None = None
    seen_at: datetime | None = None
    is_protected: bool = False


class Tally(msgspec.Struct, frozen=True):
    """How many changes of each kind there are."""

    buy: int = 0
    update: int = 0
    release: int = 0

    @classmethod
    def of(cls, changes: Sequence[Change]) -> "Tally":
        """The tally of changes."""
        ops = [change.op for change in changes]
        return cls(ops.count("buy"), ops.count("update"), ops.count("release"))


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is to change in an account.

    Attributes:
        format: The version of this format.
        tool: The version of numberwire that made it.
        api: The API's name.
        account: What names the account.
        created_at: When it was made.
        files: The files that it was made of.
        files_digest: SHA-256 of what was in them.
        numbers: How many numbers the account had.
        listing_digest: SHA-256 of what they did.
        unlisted: How many of them no file names.
        is_trial: Whether the account is a trial account.
        limits: How much it may do without a word on the command line.
        prices: What a number costs.
        undo_of: The run that it takes back.
        changes: The changes.
        seal: SHA-256 of all else.
    """

    format: int = FORMAT
    tool: str
    api: str
    account: dict[str, str]
    created_at: datetime
    files: tuple[str, ...] = ()
    files_digest: str = ""
    numbers: int
    listing_digest: str = ""
    unlisted: int = 0
    is_trial: bool = False
    limits: Limits = Limits()
    prices: Prices = Prices()
    undo_of: str = ""
    changes: tuple[Change, ...] = ()
    seal: str = ""

    @property
    def tally(self) -> Tally:
        """How many changes of each kind it has."""
        return Tally.of(self.changes)

    @property
    def monthly(self) -> Decimal | None:
        """What its purchases cost more a month; None where a price is missing."""
        bought = [change.type for change in self.changes if change.op == "buy"]
        known = self.prices.by_type
        if any(kind not in known for kind in bought):
            return None
        return sum((known[kind] for kind in bought), Decimal(0))

    def with_seal(self) -> "Plan":
        """This plan with its seal."""
        return msgspec.structs.replace(self, seal=_seal_of(self))


class PlanError(Exception):
    """A file that is no plan, or was changed."""


def _seal_of(plan: Plan) -> str:
    content = msgspec.json.encode(msgspec.structs.replace(plan, seal=""))
    return hashlib.sha256(content).hexdigest()


def write_plan(plan: Plan) -> str:
    """The text of a plan's file; webhook URLs stand in it whole, with the secrets that may be in them."""
    return msgspec.json.format(msgspec.json.encode(plan), indent=1).decode() + "\n"


def read_plan(text: str | bytes) -> Plan:
    """Read a plan's file.

    Raises:
        PlanError: It is none, of another version, or was changed.
    """
    try:
        plan = msgspec.json.decode(text, type=Plan)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise PlanError(f"it is not a plan of this version of numberwire ({error})") from error
    if plan.format != FORMAT:
        raise PlanError(f"it has format {plan.format}, and this version of numberwire reads {FORMAT}")
    if plan.seal != _seal_of(plan):
        raise PlanError("it was edited after it was saved: its checksum does not match")
    _require_amounts(plan)
    return plan


def _require_amounts(plan: Plan) -> None:
    """Refuse limits and prices that no file can have: a plan may be sealed by another program.

    Raises:
        PlanError: One is.
    """
    try:
        count_allowed_updates(plan.limits.updates, 1)
    except ValueError as error:
        raise PlanError(f"limits.updates: {error}") from error
    amounts = {"limits.buys": plan.limits.buys, "limits.releases": plan.limits.releases}
    prices = {f"prices.{kind}": price for kind, price in plan.prices.by_type.items()}
    for name, amount in {**amounts, "limits.monthly": plan.limits.monthly, **prices}.items():
        if amount is not None and not is_amount(Decimal(amount)):
            raise PlanError(f"{name}: {amount} is no amount")
