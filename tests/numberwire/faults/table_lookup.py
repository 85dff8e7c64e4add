"""Cases: a purchase whose answer was lost is looked up, and what is found decides."""

from collections.abc import Iterator
from typing import Any

from numberwire.errors import PurchaseOutcomeUnknownError
from tests.numberwire.faults.answers import answer, said
from tests.numberwire.faults.apis import NUMBER, OTHER_ID, SIGNALWIRE, number, phone_number
from tests.numberwire.faults.case import Case, Right, Script, Wrong, wrong
from tests.numberwire.faults.peer import Turn
from tests.numberwire.faults.table_purchase import Bought, Listed, bought, owned
from tests.numberwire.faults.turns import CLOSED, hangs_up, resets, says, stalls

FOUND = Right(Listed())
UNKNOWN = {"number": NUMBER, "method": "POST", "attempts": 1}


def case(name: str, script: Script, ends: Right | Wrong, asked: str = "POST( GET)+", **more: Any) -> Case:
    """A case of a purchase that is cut off, and then looked up."""
    return Case(f"look-up: {name}", (hangs_up(), *script), ends, asked, calls=(bought,), **more)


def looks() -> Iterator[Case]:
    """Only this number, bought after this call began, settles the matter."""
    found: dict[str, bytes | Bought] = {
        "now": Bought(),
        "four minutes ago": Bought(-240),
        "in an hour": Bought(3600),
        "without a zone": Bought(zone=False),
    }
    for name, page in found.items():
        yield case(f"bought {name}", (says(page),), FOUND, "POST GET", connections=2)
    missed: dict[str, bytes | Bought] = {
        "six minutes ago": Bought(-360),
        "last year": Bought(-3e7),
        "at no time": Bought(created_at=None),
        "at a missing time": owned(number()),
        "but longer": Bought(number=NUMBER + "4"),
        "but shorter": Bought(number=NUMBER[:-1]),
        "but written otherwise": Bought(number="12065550123"),
        "by nobody": owned(),
    }
    for name, page in missed.items():
        yield case(f"bought {name}", (says(page),), wrong(PurchaseOutcomeUnknownError, NUMBER, **UNKNOWN))
    yield case("found at the second look", (says(owned()), says(Bought())), FOUND, "POST GET GET")


def failed_looks() -> Iterator[Case]:
    """A look that fails proves nothing; one that fails and is repeated may still find the number."""
    fails: dict[str, tuple[Turn, int]] = {
        "500": (says(said({}, 500)), 3),
        "429": (says(said({}, 429)), 3),
        "lost": (resets(), 3),
        "401": (says(said({"error": "no"}, 401)), 1),
        "HTML": (says(answer(200, b"<p>")), 1),
        "error in a 200": (says(said({"error": "no"})), 1),
        "next elsewhere": (says(owned(after="http://example.com/x")), 1),
    }
    for name, (turn, times) in fails.items():
        yield case(
            f"fails, {name}", (turn,), wrong(PurchaseOutcomeUnknownError, "looking it up failed", **UNKNOWN)
        )
        yield case(f"fails once, {name}", (*[turn] * times, says(Bought())), FOUND)
    rounds = says(owned(after="?page_token=PA1"))
    yield case("goes round", (rounds,), wrong(PurchaseOutcomeUnknownError, "looking it up failed", **UNKNOWN))
    never = {"timeout": 0.15, "deadline": 0.4}
    yield case("stalls", (stalls(),), wrong(PurchaseOutcomeUnknownError, number=NUMBER), options=never)


def connections() -> Iterator[Case]:
    """A purchase and each look for it go out on connections that carried nothing before."""
    longer = number(id=OTHER_ID, number=NUMBER + "4")
    pages = says(owned(after="?page_token=PA1")), says(owned(longer, after="?page_token=PA2")), says(Bought())
    yield case("over pages", pages, FOUND, "POST GET GET GET", connections=4)
    kept, calls = says(said(number())), (SIGNALWIRE.call, bought)
    script = (kept, hangs_up(), says(Bought()))
    yield Case("purchase beside a kept connection", script, FOUND, "GET POST GET", calls=calls, connections=3)
    idle = (says(said(number()), then=CLOSED), says(said(number())))
    right = Right(phone_number(number()))
    yield Case("purchase after an idle close", idle, right, "GET POST", calls=calls, connections=2)


ROWS = (looks, failed_looks, connections)
