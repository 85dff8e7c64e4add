"""What is compared: packages, each of which gets a virtual environment of its own; a table, and nothing that acts."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["PEERS", "Peer"]


@dataclass(frozen=True, slots=True)
class Peer:
    """A package to measure, or one that a measurement needs.

    Attributes:
        name: What its environment is called.
        requirements: What is installed from the package index.
        told: The distributions whose versions are reported.
        made: "released" installs the requirements; "wheel" installs a wheel built of this tree beside them;
            "generated" installs what their stock command makes of ``spec/signalwire.yaml``.
        group: A dependency group of pyproject.toml that is installed, too, at the locked versions.
        extra: An extra of the wheel that is installed with it.
    """

    name: str
    requirements: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    made: Literal["released", "wheel", "generated"] = "released"
    group: str = ""
    extra: str = ""


PEERS = (
    Peer("numberwire", told=("numberwire", "h11", "msgspec"), made="wheel"),
    Peer("numberwire-cli", extra="cli", made="wheel"),
    Peer("signalwire-sdk", ("signalwire-sdk==3.7.5",), ("signalwire-sdk",)),
    Peer("telnyx", ("telnyx==4.189.0",), ("telnyx",)),
    Peer("twilio", ("twilio==9.13.0",), ("twilio",)),
    Peer("stock", ("openapi-python-client==0.29.1",), ("openapi-python-client",), made="generated"),
    Peer("aiohttp", ("aiohttp==3.14.5",), ("aiohttp",), made="wheel"),
    Peer("orjson", ("orjson==3.13.0",), ("orjson",)),
    Peer("httpx", ("httpx==0.28.1",), ("httpx",)),
    Peer("generator", group="generate"),
)
