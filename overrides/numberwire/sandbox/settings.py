"""How a sandbox behaves where the service is known to vary, and its credentials; values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# Made up, and printed by the server at its start.
PROJECT = "sandbox-project"
TOKEN = "sandbox-token"  # noqa: S105 - see above
UNSCOPED_TOKEN = "sandbox-token-without-scopes"  # noqa: S105 - see above
API_KEY = "am_live_sandbox"
UNSCOPED_API_KEY = "am_live_sandbox_without_scopes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What may be chosen about a sandbox.

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
        number_limit: How many numbers a project holds.
        trial: Whether the account is a trial, which keeps a number for 30 days and not 14.
        numbers_per_area_code: How many numbers the inventory holds in each area code.
        propagation: Seconds until a carrier line option is done.
        seed: What ids and the inventory are derived from.
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
