"""What the files of a fleet say, as values; where each thing stands in them, and what is wrong with them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import msgspec

from numberwire.fleet._protocols import Fields, Value

__all__ = [
    "EMPTY_CELL",
    "Fleet",
    "FleetError",
    "Limits",
    "Mistake",
    "NumberConfig",
    "Prices",
    "Source",
    "Unlisted",
    "count_allowed_updates",
    "escape",
    "fill_in",
    "is_amount",
]

Unlisted = ("report", "refuse", "ignore")
"""What may be done about numbers that are not in the file; none of it releases one."""

_LARGEST_AMOUNT = 10**12
EMPTY_CELL = "{none}"
"""What a cell of a CSV file says whose field is to be empty; it can't be taken for a text, which doubles its braces."""


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much a plan may do without a word on the command line.

    Attributes:
        updates: How many updates: a count, or a percentage of the account's numbers with its sign.
        releases: How many releases at most, whatever the command line says.
        buys: How many purchases.
        monthly: How much more a month, in the currency of the prices.
    """

    updates: str = "30%"
    releases: int | None = None
    buys: int = 0
    monthly: Decimal | None = None


class Prices(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a number costs a month, by its type; yours, since the API tells no price."""

    currency: str = ""
    by_type: dict[str, Decimal] = {}


def is_amount(value: Decimal) -> bool:
    """Whether a number can be a count, a percentage or a price."""
    return value.is_finite() and 0 <= value <= _LARGEST_AMOUNT


def count_allowed_updates(limit: str, number_count: int) -> int:
    """How many updates a limit allows.

    Args:
        limit: A count, or a percentage with its sign.
        number_count: How many numbers the account has.

    Raises:
        ValueError: It is neither.
    """
    text = limit.strip()
    try:
        value = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        value = Decimal(-1)
    if not is_amount(value) or (not text.endswith("%") and value != int(value)):
        raise ValueError(f"{limit!r} is not a limit: give a count such as 40, or a percentage such as 45%")
    return int(value * number_count / 100) if text.endswith("%") else int(value)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a fleet.

    Attributes:
        name: Its name, as it is shown.
        text: What is in it.
    """

    name: str
    text: str

    @property
    def is_csv(self) -> bool:
        """Whether it is CSV; anything else is YAML."""
        return self.name.lower().endswith(".csv")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong in a file.

    Attributes:
        file: The file.
        line: The line, from 1.
        message: What is wrong, and how to mend it.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FleetError(Exception):
    """The files can't be used.

    Attributes:
        mistakes: Each thing that is wrong.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class NumberConfig:
    """What a file says of a number.

    Attributes:
        number: The number in E.164.
        place: Where it stands, as ``fleet.yaml:31``.
        fields: What it is to do; a field that is not said is not managed.
        profile: The profile it has.
        is_release: Whether it is to be released.
        is_protected: Whether it must never be released.
        owner: Whose it is; for people.
        id: Its id, where the API can't be asked for it.
    """

    number: str
    place: str
    fields: Fields
    profile: str | None = None
    is_release: bool = False
    is_protected: bool = False
    owner: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Fleet:
    """What the files say, all of them together.

    Attributes:
        api: The API's name.
        account: What names the account; empty where no file says it.
        configs: The numbers, by number, in the order of the files.
        limits: How much a plan may do.
        prices: What a number costs.
        unlisted: What to do about numbers that are not named; one of `Unlisted`.
        profiles: The names of the profiles.
        is_trial: Whether the account is a trial account.
        files: The names of the files.
    """

    api: str
    account: Mapping[str, str] = field(default_factory=dict[str, str])
    configs: Mapping[str, NumberConfig] = field(default_factory=dict[str, NumberConfig])
    limits: Limits = field(default_factory=Limits)
    prices: Prices = field(default_factory=Prices)
    unlisted: str = "report"
    profiles: tuple[str, ...] = ()
    is_trial: bool = False
    files: tuple[str, ...] = ()


_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_LAST = 4


def fill_in(value: Value, number: str) -> Value:
    """A value with its placeholders filled in: ``{number}``, ``{digits}``, ``{last4}``; ``{{`` is a brace.

    Args:
        value: The value, as a file has it.
        number: The number in E.164.

    Raises:
        ValueError: There is no such placeholder.
    """
    if isinstance(value, dict):
        return {name: str(fill_in(text, number)) for name, text in value.items()}
    if value is None or not ("{" in value or "}" in value):
        return value
    known = {"number": number, "digits": number.removeprefix("+"), "last4": number[-_LAST:]}

    def replace(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        if match[1] not in known:
            raise ValueError(
                f"{match[0]} is not a placeholder. Allowed: {{number}}, {{digits}} and {{last4}}. "
                "Write a literal brace twice"
            )
        return known[match[1]]

    return _BRACES.sub(replace, value)


def escape(value: Value) -> Value:
    """A value as a file has it, so that none of its braces is taken for a placeholder."""
    if isinstance(value, dict):
        return {name: str(escape(text)) for name, text in value.items()}
    return value.replace("{", "{{").replace("}", "}}") if value else value
