"""The settings of a sandbox and its credentials, and the checks of their values."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Literal, get_args, get_type_hints

from numberwire.errors import InvalidRequestError

CENTURY = 100 * 365.25 * 86_400
_LARGEST_STOCK = 100_000
_BILLION = 10**9
_LARGEST_SEED = 2**63 - 1

# Made up, and printed by the server at its start.
PROJECT = "sandbox-project"
TOKEN = "sandbox-token"  # noqa: S105 - see above
UNSCOPED_TOKEN = "sandbox-token-without-scopes"  # noqa: S105 - see above
API_KEY = "am_live_sandbox"
UNSCOPED_API_KEY = "am_live_sandbox_without_scopes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices about a sandbox.

    Attributes:
        project: The project id that HTTP Basic takes as user.
        token: The API token, with the scope Numbers.
        unscoped_token: A token without it.
        api_key: The key of the routing API, with the scope numbers:write.
        unscoped_api_key: A key without it.
        links: Whether the links of a page are relative or absolute.
        empty_pages: Whether every second page of a listing is empty and still has a next page.
        search_items: Whether a search item names its number ``number`` or ``e164``, with all that follows.
        error_items: Whether an item of a 422 explains itself in ``detail`` or in ``message``.
        number_limit: How many numbers a project may hold.
        trial: Whether the account is a trial, in which a number can be released after 30 days, not 14.
        numbers_per_area_code: How many numbers the inventory holds in each area code.
        propagation: Seconds until carriers have done what they were asked for: a carrier line option, an E911 address.
        seed: The seed of ids and of the numbers for sale.
    """

    project: str = PROJECT
    token: str = field(default=TOKEN, repr=False)
    unscoped_token: str = field(default=UNSCOPED_TOKEN, repr=False)
    api_key: str = field(default=API_KEY, repr=False)
    unscoped_api_key: str = field(default=UNSCOPED_API_KEY, repr=False)
    links: Literal["relative", "absolute"] = "relative"
    empty_pages: bool = False
    search_items: Literal["number", "e164"] = "number"
    error_items: Literal["detail", "message"] = "detail"
    number_limit: int = 1000
    trial: bool = False
    numbers_per_area_code: int = 60
    propagation: float = 600.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("links", "search_items", "error_items"):
            choices = get_args(get_type_hints(Settings)[name])
            if getattr(self, name) not in choices:
                raise InvalidRequestError(f"{name} must be one of {', '.join(choices)}")
        for name in ("empty_pages", "trial"):
            if not isinstance(getattr(self, name), bool):
                raise InvalidRequestError(f"{name} must be True or False")
        for name in ("project", "token", "unscoped_token", "api_key", "unscoped_api_key"):
            if not isinstance(value := getattr(self, name), str) or not value.strip():
                raise InvalidRequestError(f"{name} must be text that is not empty")
        check_count("number_limit", self.number_limit)
        check_count("numbers_per_area_code", self.numbers_per_area_code, most=_LARGEST_STOCK)
        check_count("seed", self.seed, -_LARGEST_SEED, _LARGEST_SEED)
        check_seconds("propagation", self.propagation, CENTURY)


def check_seconds(name: str, seconds: object, longest: float | None = None) -> float:
    """A number of seconds.

    Raises:
        InvalidRequestError: If it is not a finite number from 0, up to ``longest`` where that is given.
    """
    most = sys.float_info.max if longest is None else longest
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= most:
        return float(seconds)
    wanted = "a number of seconds, 0 or more" if longest is None else f"from 0 to {longest:.0f} seconds"
    raise InvalidRequestError(f"{name} must be {wanted}")


def check_count(name: str, count: object, least: int = 0, most: int = _BILLION) -> None:
    """Refuse what is not a whole number within its bounds.

    Raises:
        InvalidRequestError: If it is not.
    """
    if not isinstance(count, int) or isinstance(count, bool) or not least <= count <= most:
        raise InvalidRequestError(f"{name} must be a whole number from {least} to {most}")
