"""The other side of a tool's process: a script that runs the tool, with its arguments, in each folder it is sent.

It stands alone: the process has neither this package nor its folder on its path.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openapi_python_client.parser.openapi import Endpoint

Tool = Callable[[], int]
"""Runs a tool in the current folder and returns its exit status."""


def main(name: str, *arguments: str) -> None:
    """Read folders, a line of JSON each, and answer each with the tool's complaint: a text of JSON, empty for none.

    Args:
        name: The tool.
        *arguments: The tool's arguments.
    """
    run = _TOOLS[name](arguments)
    home, answers = Path.cwd(), sys.stdout
    for line in sys.stdin:
        os.chdir(json.loads(line))
        complaint = _complaint(run)
        os.chdir(home)  # whoever asked may remove the folder as soon as the answer is there
        answers.write(json.dumps(complaint) + "\n")
        answers.flush()


def _complaint(run: Tool) -> str:
    output = io.StringIO()
    try:
        with redirect_stdout(output), redirect_stderr(output):
            code = run()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is reported
        return f"{type(error).__name__}: {error}"
    return output.getvalue().strip() or (f"it ended with {code}" if code else "")


def _load_model_tool(arguments: Sequence[str]) -> Tool:
    from datamodel_code_generator.__main__ import main as write_models  # noqa: PLC0415 - a process loads one tool

    return lambda: int(write_models(arguments))


def _load_operation_parser(_: Sequence[str]) -> Tool:
    from openapi_python_client.config import Config, ConfigFile, MetaType  # noqa: PLC0415 - a process loads one tool
    from openapi_python_client.parser import GeneratorData  # noqa: PLC0415 - the same
    from openapi_python_client.parser.errors import GeneratorError  # noqa: PLC0415 - the same

    config = Config.from_sources(ConfigFile(), MetaType.NONE, Path("outline.json"), "utf-8", False, None)

    def parse() -> int:
        data = GeneratorData.from_dict(
            json.loads(Path("outline.json").read_text(encoding="utf-8")), config=config
        )
        operations: list[Any] = []
        errors: list[Any] = [data] if isinstance(data, GeneratorError) else list(data.errors)
        if not isinstance(data, GeneratorError):
            for collection in data.endpoint_collections_by_tag.values():
                errors += collection.parse_errors
                operations += map(_parsed_operation, collection.endpoints)
        complaints = [f"{error.header} {error.detail or ''}".strip() for error in errors]
        result = {"operations": operations, "complaints": complaints}
        Path("parsed.json").write_text(json.dumps(result), encoding="utf-8")
        return 0

    return parse


def _parsed_operation(endpoint: Endpoint) -> tuple[str, list[str], list[str], list[str]]:
    """Return the number that an operation's path begins with, and its stand-ins: parameters, bodies, answers."""
    parameters = (
        *endpoint.path_parameters,
        *endpoint.query_parameters,
        *endpoint.header_parameters,
        *endpoint.cookie_parameters,
    )
    return (
        # The parser renames the parameters in a path as it pleases; the number before them stays.
        endpoint.path.get_untrusted_value().split("/")[1],
        list(map(_stand_in, parameters)),
        [_stand_in(body.prop) for body in endpoint.bodies],
        [_stand_in(answer.prop) for answer in endpoint.responses],
    )


def _stand_in(prop: Any) -> str:
    return str(getattr(getattr(prop, "class_info", None), "name", ""))


_TOOLS: dict[str, Callable[[Sequence[str]], Tool]] = {
    "models": _load_model_tool,
    "operations": _load_operation_parser,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
