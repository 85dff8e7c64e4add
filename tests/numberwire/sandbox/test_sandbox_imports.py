"""What the sandbox's modules are called, may import, and are tested by."""

import ast
from pathlib import Path

import pytest

import numberwire.sandbox

FOLDER = Path(numberwire.sandbox.__file__).parent
NETWORK = {"asyncio", "http.client", "http.server", "httpx2", "socket", "socketserver"}
SERVER = {"_http_messages", "_server"}
MODULES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.py"))
PURE = [module for module in MODULES if module not in SERVER | {"__main__", "tour"}]


ELSEWHERE = {
    "__init__": "test_sandbox_imports.py",
    "__main__": "test_sandbox_command.py",
    "_ids": "test_sandbox_inventory.py",
    "_request_context": "test_sandbox_api.py",
    "_replies": "test_sandbox_api.py",
    "signalwire/__init__": "test_sandbox_api.py",
    "signalwire/_operations": "test_sandbox_api.py",
    "tour": "../../test_readme.py",
}
"""Modules that are tested under another name."""


def imports(module, *, at_import_only=False):
    """The names of all modules that a module imports, wherever in it or where it is imported."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text())
    for node in tree.body if at_import_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_modules_are_private():
    """Every module begins with an underscore, but for the tour, which users run."""
    assert {module for module in MODULES if not module.rpartition("/")[2].startswith("_")} == {"tour"}


def test_every_module_is_tested():
    """Each module has a file of tests named after it, or is named above."""
    here = Path(__file__).parent
    tests = {module: f"{Path(module).parent}/test_sandbox{Path(module).name}.py" for module in MODULES}
    missing = [module for module in MODULES if not (here / (tests | ELSEWHERE)[module]).is_file()]
    assert (missing, ELSEWHERE.keys() - MODULES) == ([], set())


def test_modules_import_in_one_direction():
    """No module imports, by whatever way, one that imports it."""
    names = {f"numberwire.sandbox.{module.replace('/', '.')}": module for module in MODULES}
    names |= {name.removesuffix(".__init__"): module for name, module in names.items()}
    graph = {
        module: {names[name] for name in imports(module) if name in names} - {"__init__"}
        for module in MODULES
    }
    while leaves := [module for module, needs in graph.items() if not needs]:
        for leaf in leaves:
            del graph[leaf]
        graph = {module: needs.difference(leaves) for module, needs in graph.items()}
    assert graph == {}


@pytest.mark.parametrize("module", PURE)
def test_only_the_server_touches_the_network(module):
    """No other module imports sockets, asyncio or a package for HTTP, nor the server when it is imported."""
    assert NETWORK.isdisjoint(imports(module))
    assert {f"numberwire.sandbox.{name}" for name in SERVER}.isdisjoint(imports(module, at_import_only=True))


@pytest.mark.parametrize("module", MODULES)
def test_only_the_clock_asks_the_time(module):
    """No other module imports `time`, and none draws a random number."""
    assert {"time", "random", "secrets", "uuid4"}.isdisjoint(imports(module)) == (module != "_clock")


@pytest.mark.parametrize("module", PURE)
def test_sandbox_is_no_client(module):
    """The sandbox shares requests, responses, errors and what forks need with clients, and reads the tables."""
    names = {name for name in imports(module, at_import_only=True) if name.startswith("numberwire")}
    tables = {f"numberwire_api.signalwire.{name}" for name in ("checks", "handlers", "models")}
    assert {name for name in names if ".sandbox" not in name} <= {
        "numberwire_api",
        "numberwire.errors",
        "numberwire._concurrency",
        "numberwire._response",
        *tables,
    }
