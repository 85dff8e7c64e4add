"""An account of many numbers, in a sandbox of its own, and the files of two fleets of it: one to plan, one to apply."""

import base64
import json
import re
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

__all__ = ["FLEETS", "account", "fleet_text"]

FLEETS = ("planned", "applied")
NUMBERS, CHANGES = 10_000, 5_000
_SECONDS_A_WRITE = 0.08
_SANDBOX = ("sandbox", "--number-limit", str(2 * NUMBERS), "--numbers", str(NUMBERS))
_EXPORTED = re.compile(r"""^  ['"]?(\+\d+)['"]?:""", re.MULTILINE)
_CREDENTIALS = re.compile(r"export (SIGNALWIRE_\w+=\S+) (SIGNALWIRE_\w+=\S+) (SIGNALWIRE_\w+=\S+)")
_CONTROL = {"kind": "delay", "operation": "update_phone_number", "seconds": _SECONDS_A_WRITE, "times": None}
_HEAD = """\
version: 1
account: {{api: signalwire, space: '{space}', project: {project}}}
profiles:
  routed:
    name: "Line {{last4}}"
    call: {{handler: laml_webhooks, request_url: https://new.example.com/voice}}
numbers:
"""


def fleet_text(exported: str, space: str, project: str) -> str:
    """The text of a fleet of all numbers that an export names, of which the first ones change."""
    numbers = _EXPORTED.findall(exported)
    lines = [
        f"  '{number}': {{{'profile: routed' if place < CHANGES else ''}}}\n"
        for place, number in enumerate(numbers)
    ]
    return _HEAD.format(space=space, project=project) + "".join(lines)


@contextmanager
def account(python: Path, folder: Path, variables: Mapping[str, str]) -> Generator[None]:
    """Serve the account while the block runs.

    Args:
        python: The interpreter that has the command.
        folder: Where the fleets go: ``planned`` and ``applied``, each with the variables of the account as JSON.
        variables: The variables of the sandbox and of the command.
    """
    command = [str(python), "-I", "-m", "numberwire"]
    with subprocess.Popen(
        [*command, *_SANDBOX], env=variables, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            assert server.stdout
            said = ""
            for line in server.stdout:
                said += line
                if line.startswith("ready: "):
                    break
            found = _CREDENTIALS.search(said)
            assert found, said
            own = dict(word.split("=", 1) for word in found.groups()) | {"NUMBERWIRE_STATE_DIR": "state"}
            _slow_writes(own)
            exported = subprocess.run(
                [*command, "export", "-o", "-", "--format", "yaml"],
                env={**variables, **own},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
            text = fleet_text(exported, own["SIGNALWIRE_SPACE"], own["SIGNALWIRE_PROJECT_ID"])
            for name in FLEETS:
                (folder / name).mkdir()
                (folder / name / "fleet.yaml").write_text(text, encoding="utf-8")
                (folder / name / "variables.json").write_text(json.dumps(own), encoding="utf-8")
            yield
        finally:
            server.kill()


def _slow_writes(own: Mapping[str, str]) -> None:
    """Let each update take as long as at a carrier."""
    credentials = f"{own['SIGNALWIRE_PROJECT_ID']}:{own['SIGNALWIRE_API_TOKEN']}".encode()
    request = Request(f"http://{own['SIGNALWIRE_SPACE']}/_sandbox/faults", data=json.dumps(_CONTROL).encode())
    request.add_header("Authorization", f"Basic {base64.b64encode(credentials).decode()}")
    with urlopen(request, timeout=60):  # noqa: S310
        pass
