"""A first call: run by an interpreter that has the wheel installed and nothing else of this project."""

from __future__ import annotations

import json
import platform
import sys
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path


def main(version: str) -> dict[str, str]:
    """Import the client, make a call with it on its sandbox, and return what took part.

    Args:
        version: The version that has to be installed.

    Returns:
        The version of each installed package, of Python, and the number that was bought.
    """
    # By name, for the tool itself never imports what it generates.
    client, sandbox = (import_module(f"numberwire.{name}") for name in ("signalwire", "sandbox"))
    installed = import_module("numberwire")
    place = Path(str(installed.__file__)).resolve()
    if installed.__version__ != version or not place.is_relative_to(Path(sys.prefix).resolve()):
        raise SystemExit(f"{place} is {installed.__version__}, and not the {version} that was installed.")
    for package in ("numberwire", "numberwire_api"):
        if not place.parent.with_name(package).joinpath("py.typed").is_file():
            raise SystemExit(f"{package} is installed without py.typed.")
    with client.RestClient(
        sandbox.PROJECT, sandbox.TOKEN, "example.signalwire.com", transport=sandbox.Sandbox()
    ) as rest:
        phone_number = rest.phone_numbers.purchase(rest.phone_numbers.search(areacode="503")[0].number)
    packages = {str(package.name): package.version for package in distributions()}
    return {
        "number": phone_number.number,
        "python": platform.python_version(),
        **dict(sorted(packages.items())),
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))  # noqa: T201 - it is a script
