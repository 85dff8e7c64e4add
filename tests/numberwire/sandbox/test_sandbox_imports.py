"""What the sandbox's modules may import."""

import ast
from pathlib import Path

import pytest

import numberwire.sandbox

FOLDER = Path(numberwire.sandbox.__file__).parent
PURE = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem not in ("__main__", "server", "tour"))


def imports(module):
    """The names of all modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("module", PURE)
def test_only_the_server_touches_the_network(module):
    """No other module imports sockets, asyncio or a package for HTTP."""
    forbidden = {"asyncio", "h11", "http.client", "http.server", "httpx2", "socket", "uvicorn"}
    assert forbidden.isdisjoint(imports(module))
    assert "numberwire.sandbox.server" not in imports(module)


@pytest.mark.parametrize("module", PURE)
def test_only_the_clock_asks_the_time(module):
    """No other module imports `time`, and none draws a random number."""
    assert {"time", "random", "secrets", "uuid4"}.isdisjoint(imports(module)) == (module != "clock")


@pytest.mark.parametrize("module", PURE)
def test_sandbox_is_no_client(module):
    """The sandbox shares with the clients what a request and a response are, and reads the generated tables."""
    ours = {name for name in imports(module) if name.startswith("numberwire") and ".sandbox" not in name}
    tables = {f"numberwire_api.signalwire.{name}" for name in ("checks", "handlers")}
    assert ours <= {"numberwire_api", "numberwire.wire", *tables}
