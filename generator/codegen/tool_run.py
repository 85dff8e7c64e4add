"""The other side of the tools' process: a script that runs a tool, with its arguments, in each folder it is sent.

It stands alone: the process has neither this package nor its folder on its path.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openapi_python_client.parser.openapi import Endpoint

Tool = Callable[[Sequence[str]], int]
"""Runs a tool with its arguments in the current folder and returns its exit status."""


def main(*tools: str) -> None:
    """Read orders, a line of JSON each, and answer each with the tool's complaint: a text of JSON, empty for none.

    An order is a list: the tool, the folder, and the arguments.

    Args:
        *tools: What to load before the first order.
    """
    for tool in tools:
        _load(tool)
    home, answers = Path.cwd(), sys.stdout
    for line in sys.stdin:
        tool, folder, *arguments = json.loads(line)
        run = _load(tool)
        os.chdir(folder)
        complaint = _complaint(run, arguments)
        os.chdir(home)  # whoever asked may remove the folder as soon as the answer is there
        answers.write(json.dumps(complaint) + "\n")
        answers.flush()


@cache
def _load(tool: str) -> Tool:
    # What is loaded stays, so that looking for cycles in it is a waste of time, now and in every run.
    gc.disable()
    try:
        return _TOOLS[tool]()
    finally:
        gc.freeze()
        gc.enable()


def _complaint(run: Tool, arguments: Sequence[str]) -> str:
    output = io.StringIO()
    try:
        with redirect_stdout(output), redirect_stderr(output):
            code = run(arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is reported
        return f"{type(error).__name__}: {error}"
    return output.getvalue().strip() or (f"it ended with {code}" if code else "")


def _load_model_tool() -> Tool:
    from datamodel_code_generator.__main__ import main as write_models  # noqa: PLC0415 - loaded when it is needed

    # The tool itself imports these only in its first run, for which somebody waits.
    for name in ("json_config", "model.msgspec", "parser.openapi"):
        import_module(f"datamodel_code_generator.{name}")
    return lambda arguments: int(write_models(arguments))


def _load_operation_parser() -> Tool:
    with warnings.catch_warnings(action="ignore"):
        from openapi_python_client.config import Config, ConfigFile, MetaType  # noqa: PLC0415 - the same
        from openapi_python_client.parser import GeneratorData  # noqa: PLC0415 - the same
        from openapi_python_client.parser.errors import GeneratorError  # noqa: PLC0415 - the same

        config = Config.from_sources(ConfigFile(), MetaType.NONE, Path("outline.json"), "utf-8", False, None)

    def parse(_: Sequence[str]) -> int:
        with warnings.catch_warnings(action="ignore"):
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


_TOOLS: dict[str, Callable[[], Tool]] = {
    "models": _load_model_tool,
    "operations": _load_operation_parser,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
