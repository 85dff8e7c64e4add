"""A fleet and an account's numbers -> a plan: what is to change so that each number does what its file says; pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from numberwire.fleet._document import Fleet, NumberConfig, Source
from numberwire.fleet._plan import Change, Plan
from numberwire.fleet._protocols import Api, Fields, OwnedNumber

__all__ = [
    "changed_fields",
    "digest_of",
    "find_gone",
    "find_unlisted",
    "find_unsold",
    "make_plan",
    "make_release",
    "make_update",
    "name_of",
]


def make_plan(
    fleet: Fleet,
    owned: Sequence[OwnedNumber],
    api: Api,
    *,
    account: Mapping[str, str],
    now: datetime,
    tool: str,
    sources: Sequence[Source] = (),
) -> Plan:
    """Make the plan that takes an account to what its fleet says.

    Args:
        fleet: What the files say.
        owned: The account's numbers.
        api: What the API's numbers have.
        account: What names the account.
        now: The time.
        tool: The version of numberwire.
        sources: The files, for their digest.
    """
    by_number = {number.number: number for number in owned}
    changes = [
        change
        for config in fleet.configs.values()
        if (change := _change_of(config, by_number.get(config.number), api)) is not None
    ]
    return Plan(
        tool=tool,
        api=api.name,
        account=dict(account),
        created_at=now,
        files=fleet.files,
        files_digest=digest_of([[source.name, source.text] for source in sources]),
        numbers=len(owned),
        listing_digest=digest_of([[number.id, number.number, number.fields] for number in owned]),
        unlisted=0 if fleet.unlisted == "ignore" else sum(1 for _ in find_unlisted(fleet, owned)),
        is_trial=fleet.is_trial,
        limits=fleet.limits,
        prices=fleet.prices,
        changes=tuple(changes),
    ).with_seal()


def digest_of(value: object) -> str:
    """The SHA-256 of a value."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()


def find_unlisted(fleet: Fleet, owned: Sequence[OwnedNumber]) -> Iterator[OwnedNumber]:
    """The account's numbers that no file names."""
    return (number for number in owned if number.number not in fleet.configs)


def find_unsold(fleet: Fleet, owned: Sequence[OwnedNumber]) -> Iterator[NumberConfig]:
    """Configs of numbers that the account lacks and that are not there to be released."""
    held = {number.number for number in owned}
    return (
        config for config in fleet.configs.values() if config.number not in held and not config.is_release
    )


def find_gone(fleet: Fleet, owned: Sequence[OwnedNumber]) -> Iterator[NumberConfig]:
    """Configs of numbers that are there to be released, and that the account lacks."""
    held = {number.number for number in owned}
    return (config for config in fleet.configs.values() if config.is_release and config.number not in held)


def _change_of(config: NumberConfig, number: OwnedNumber | None, api: Api) -> Change | None:
    if number is None:
        return None if config.is_release else _purchase(config, api)
    if config.is_release:
        kind = api.number_type(number.number)
        return make_release(number, kind, place=config.place, is_protected=config.is_protected)
    wanted = changed_fields(number.fields, config.fields)
    if not wanted:
        return None
    return make_update(number, wanted, place=config.place, is_protected=config.is_protected)


def make_update(
    number: OwnedNumber, wanted: Fields, *, place: str = "", is_protected: bool = False
) -> Change:
    """The change that gives a number other fields.

    Args:
        number: The number as it is.
        wanted: The fields that change.
        place: Where a file asks for it.
        is_protected: Whether the file protects the number.
    """
    return Change(
        op="update",
        number=number.number,
        id=number.id,
        place=place,
        name=name_of(number),
        expect={field: number.fields[field] for field in wanted if field in number.fields},
        set=wanted,
        before=number.fields,
        created_at=number.created_at,
        seen_at=number.seen_at,
        is_protected=is_protected,
    )


def make_release(
    number: OwnedNumber, kind: str = "", *, place: str = "", is_protected: bool = False
) -> Change:
    """The change that releases a number.

    Args:
        number: The number as it is.
        kind: Its type, as a price list names it.
        place: Where a file asks for it.
        is_protected: Whether the file protects the number.
    """
    return Change(
        op="release",
        number=number.number,
        id=number.id,
        place=place,
        name=name_of(number),
        type=kind,
        expect=number.fields,
        before=number.fields,
        created_at=number.created_at,
        is_protected=is_protected,
    )


def changed_fields(current: Fields, wanted: Fields) -> Fields:
    """The fields of what is wanted that differ from what is there."""
    return {
        field: value for field, value in wanted.items() if field not in current or current[field] != value
    }


def name_of(number: OwnedNumber) -> str:
    """A number's name, for people; empty where it has none."""
    name = number.fields.get("name") or number.fields.get("label")
    return name if isinstance(name, str) else ""


def _purchase(config: NumberConfig, api: Api) -> Change:
    return Change(
        op="buy",
        number=config.number,
        place=config.place,
        type=api.number_type(config.number),
        set=changed_fields(api.fields, config.fields),
        is_protected=config.is_protected,
    )
