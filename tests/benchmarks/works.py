"""What is run: each work, who does it, how often and against what; tables, and nothing that acts."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["COMMAND", "WORKS", "Entry", "Work"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who does a work.

    Attributes:
        name: How it is called in the results.
        peer: Whose environment runs it.
        script: The script below ``scripts/<work's script folder>/``, without its suffix.
        count: How often a process does it, so that it takes about a second.
        resource: What it does it to, where that is another than the work's.
    """

    name: str
    peer: str
    script: str
    count: int
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is done in processes of their own, in turns.

    Attributes:
        name: Its name in the results.
        scripts: The folder of its scripts.
        resource: What of the stage it is done to: a server, or a file.
        less: What a process costs that is subtracted: one that does the work so many times (which at the same
            time makes it warm), the bare interpreter, or nothing.
        rounds: How many times everybody gets their turn.
        entries: Who does it, ours first.
        per: Of how many the cost is told; a cost is divided by the count and multiplied by this.
        slow: Whether a quick run passes over it.
        tells: Whether its scripts print the bytes of memory that they hold at their end, which is taken for their
            memory instead of its peak.
    """

    name: str
    scripts: str
    resource: str
    less: int | Literal["interpreter", "nothing"]
    rounds: int
    entries: tuple[Entry, ...]
    per: int = 1
    slow: bool = False
    tells: bool = False


COMMAND = "numberwire-cli"
"""The peer that has the command."""

OURS, SDK, STOCK = "numberwire", "signalwire-sdk", "stock openapi-python-client"

WORKS = (
    Work(
        "decode",
        "decode",
        "page",
        1,
        15,
        (
            Entry(OURS, "numberwire", "numberwire", 300),
            Entry("orjson.loads", "orjson", "orjson", 200),
            Entry("response.json()", "httpx", "httpx", 100),
            Entry(STOCK, "stock", "stock", 20),
        ),
    ),
    Work(
        "hold",
        "hold",
        "page",
        20,  # more than the measuring process itself holds, whose size would show through
        3,
        (
            Entry(OURS, "numberwire", "numberwire", 50),
            Entry("orjson.loads", "orjson", "orjson", 50),
            Entry(STOCK, "stock", "stock", 50),
        ),
        per=100,
    ),
    Work(
        "start",
        "get",
        "plain",
        "interpreter",
        21,
        (
            Entry(OURS, "numberwire", "numberwire", 0),
            Entry(SDK, "signalwire-sdk", "signalwire_sdk", 0),
            Entry(STOCK, "stock", "stock", 0),
            Entry("twilio", "twilio", "twilio", 0),
            Entry("telnyx", "telnyx", "telnyx", 0),
        ),
    ),
    Work(
        "first",
        "get",
        "tls",
        "nothing",
        15,
        (
            Entry(OURS, "numberwire", "numberwire", 1),
            Entry(SDK, "signalwire-sdk", "signalwire_sdk", 1),
            Entry(STOCK, "stock", "stock", 1),
            Entry("twilio", "twilio", "twilio", 1),
            Entry("telnyx", "telnyx", "telnyx", 1),
        ),
    ),
    Work(
        "get",
        "get",
        "plain",
        1,
        15,
        (
            Entry(OURS, "numberwire", "numberwire", 8000),
            Entry(SDK, "signalwire-sdk", "signalwire_sdk", 1500),
            Entry(STOCK, "stock", "stock", 2500),
            Entry("twilio", "twilio", "twilio", 1500),
            Entry("telnyx", "telnyx", "telnyx", 1500),
            Entry("http.client and msgspec", "numberwire", "http_client", 8000),
        ),
    ),
    Work(
        "get async",
        "get_async",
        "plain",
        1,
        15,
        (
            Entry(OURS, "numberwire", "numberwire", 5000),
            Entry(STOCK, "stock", "stock", 1500),
            Entry("aiohttp and msgspec", "aiohttp", "aiohttp", 4000),
        ),
    ),
    Work(
        "packed",
        "get",
        "packed",
        1,
        11,
        (Entry(OURS, "numberwire", "numberwire", 5000), Entry(STOCK, "stock", "stock", 2000)),
    ),
    Work(
        "packed async",
        "get_async",
        "packed",
        1,
        11,
        (Entry(OURS, "numberwire", "numberwire", 5000), Entry(STOCK, "stock", "stock", 1500)),
    ),
    Work(
        "first async",
        "get_async",
        "tls",
        "nothing",
        11,
        (Entry(OURS, "numberwire", "numberwire", 1), Entry(STOCK, "stock", "stock", 1)),
    ),
    Work(
        "resident",
        "resident",
        "tls",
        "nothing",
        3,
        (
            Entry(OURS, "numberwire", "numberwire", 1),
            Entry(SDK, "signalwire-sdk", "signalwire_sdk", 1),
            Entry(STOCK, "stock", "stock", 1),
        ),
        tells=True,
    ),
    Work(
        "bulk",
        "bulk",
        "plain",
        50,
        5,
        (Entry(OURS, "numberwire", "numberwire", 5000), Entry(STOCK, "stock", "stock", 5000)),
    ),
    Work(
        "gather",
        "gather",
        "plain",
        50,
        11,
        (Entry(OURS, "numberwire", "numberwire", 1500), Entry(STOCK, "stock", "stock", 1000)),
    ),
    Work(
        "list",
        "list",
        "plain",
        0,
        9,
        (
            Entry(OURS, "numberwire", "numberwire", 1),
            Entry(SDK, "signalwire-sdk", "signalwire_sdk", 1),
            Entry(STOCK, "stock", "stock", 1),
        ),
    ),
    Work(
        "waits",
        "waits",
        "slow",
        0,
        5,
        (Entry(OURS, "numberwire", "numberwire", 1), Entry("page_size=50", "numberwire", "numberwire_50", 1)),
    ),
    Work(
        "help",
        "help",
        "page",  # not looked at
        0,
        15,
        (Entry(OURS, COMMAND, "numberwire", 1),),
    ),
    Work(
        "plan",
        "plan",
        "planned",
        "nothing",
        5,
        (Entry(OURS, COMMAND, "numberwire", 1),),
    ),
    Work(
        "apply",
        "apply",
        "applied",
        0,
        3,
        (Entry(OURS, COMMAND, "numberwire", 1),),
    ),
    Work(
        "generate",
        "generate",
        "project",
        "nothing",
        5,
        (Entry(OURS, "generator", "project", 1),),
    ),
    Work(
        "scale",
        "generate",
        "document1",
        "nothing",
        3,
        (
            Entry(OURS, "generator", "document", 1),
            Entry("twice as large", "generator", "document", 1, resource="document2"),
            Entry("4 times as large", "generator", "document", 1, resource="document4"),
        ),
        slow=True,
    ),
)
