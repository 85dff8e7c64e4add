"""Who may import whom: the house's rules, read from the source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "overrides" / "numberwire"
APIS = sorted(path.stem for path in (ROOT / "spec").glob("*.yaml"))
NETWORK = {
    "asyncio",
    "http",
    "httpcore2",
    "httpx2",
    "select",
    "socket",
    "ssl",
    "time",
    "urllib.request",
}
NETWORK_MODULES = {
    "_async_http",
    "_async_pool",
    "_bulk",
    "_concurrency",
    "_connection",
    "_http",
    "_httpx2",
    "_listing",
    "_network",
    "_pool",
    "_sending",
    "_sockets",
    "_tls",
    "cli",
    "client",
    "sandbox",
}


def modules(folder):
    """The modules below a folder."""
    return [path for path in sorted(folder.rglob("*.py")) if "__pycache__" not in path.parts]


def imported(path, *, run_time_only=False):
    """The absolute names that a module imports; what only type checkers see may be left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if run_time_only and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path):
    """The core module, or the package of an API or the sandbox, that a file belongs to."""
    return path.relative_to(CORE).with_suffix("").parts[0]


def top(name):
    """The package that a dotted name is in."""
    return name.partition(".")[0]


def test_generated_package_needs_msgspec_alone():
    """numberwire_api imports the standard library and msgspec."""
    names = {top(name) for path in modules(ROOT / "generated") for name in imported(path)}
    assert names - sys.stdlib_module_names <= {"msgspec"}


def test_generator_imports_neither_package():
    """The generator reads what it needs of both packages, and imports neither."""
    names = {top(name) for path in modules(ROOT / "generator") for name in imported(path)}
    assert not names & {"numberwire", "numberwire_api"}


def outside(*rooms):
    """The modules of numberwire that are in none of these rooms."""
    found = [path for path in modules(CORE) if room(path) not in rooms]
    return pytest.mark.parametrize("path", found, ids=lambda path: str(path.relative_to(CORE)))


@outside("cli", "pytest_plugin", "sandbox")
def test_core_knows_no_api(path):
    """The core imports no API's module, and APIs don't import each other; what stands above knows all."""
    foreign = {
        f"{package}.{api}"
        for package in ("numberwire", "numberwire_api")
        for api in APIS
        if api != room(path)
    }
    assert not foreign & set(imported(path))


PUBLIC = {
    "numberwire",
    "numberwire._keywords",
    "numberwire._numbers",
    "numberwire.client",
    "numberwire.errors",
    "numberwire.routing",
    "numberwire.sandbox",
    "numberwire.sandbox.__main__",
    "numberwire.signalwire",
}
"""What the command stands on, beside numbers as code.

A name that is near a mistyped one is found in one place, and in one place it is read which number a text means.
"""
FLEET = {"numberwire.fleet", "numberwire.routing._fleet", "numberwire.signalwire._fleet"}


@outside("cli", "__main__")
def test_nobody_imports_the_command(path):
    """The command is above everything: the client and the sandbox know nothing of it."""
    assert not [name for name in imported(path) if f"{name}.".startswith("numberwire.cli.")]


def test_the_command_stands_on_what_is_public():
    """The command imports of the client what users can, and nothing of the generated package."""
    tree = [path for path in modules(CORE) if room(path) == "cli"]
    imports = [
        node.module
        for path in tree
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("numberwire")
    ]
    used = {name for name in imports if not f"{name}.".startswith("numberwire.cli.")}
    assert {name for name in used if name not in FLEET and name.rpartition(".")[0] not in FLEET} == PUBLIC


FLEET_IO = {"_executor.py", "_journal.py"}
"""What of numbers as code carries out and keeps; the rest of the room decides."""


@outside(*NETWORK_MODULES)
def test_few_modules_touch_the_network(path):
    """Sockets, clocks and event loops are for the client, its HTTP layer and the sandbox; all else is pure."""
    if room(path) == "fleet" and path.name in FLEET_IO:
        return
    assert not NETWORK & set(imported(path, run_time_only=True))


HEAVY = (
    "asyncio",
    "dataclasses",
    "email",
    "h11",
    "hashlib",
    "httpcore2",
    "httpx2",
    "importlib.metadata",
    "inspect",
    "ipaddress",
    "logging",
    "pathlib",
    "queue",
    "signal",
    "ssl",
    "urllib",
)
"""What takes long to import, and is needed by the first request, or by none."""


def test_importing_loads_nothing_heavy():
    """`import numberwire`, and constructing its clients, load no HTTP library; the first request does."""
    code = (
        "import sys\n"
        "sys.modules['typing_extensions'] = None  # where there is one, msgspec loads it, and it loads much\n"
        "import numberwire, numberwire.signalwire, numberwire.routing\n"
        "numberwire.signalwire.RestClient('project', 'token', 'space.signalwire.com')\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"


UNUSED = (
    "_next_page",
    "signalwire._check_update",
    "signalwire._effects",
    "signalwire._update",
    "signalwire.handlers",
)
"""What only updates take, and listings whose pages the client turns by itself."""


def test_a_client_starts_without_what_few_calls_need():
    """What few calls take is loaded when somebody asks for it, and its names are listed before."""
    code = (
        "import sys\n"
        "import numberwire.signalwire as api\n"
        "api.RestClient('project', 'token', 'space.signalwire.com').phone_numbers\n"
        f"print([name for name in {UNUSED} if f'numberwire.{{name}}' in sys.modules])\n"
        "print({'check_update', 'handlers'} <= set(dir(api)), hasattr(api, 'handler'))\n"
        "print(api.handlers.call.RelayTopic('office').handler, api.check_update.__name__)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\nTrue False\nrelay_topic check_update\n"


FIRST_CALL = """
import shutil, socket, sys, tempfile, threading
from pathlib import Path
sys.modules["typing_extensions"] = None  # where there is one, msgspec loads it, and it loads much
for name in HEAVY:  # what this file loads for itself
    sys.modules.pop(name, None)
place = Path(tempfile.mkdtemp())
for package in sys.argv[1:]:
    shutil.copytree(package, place / Path(package).name)
(place / "numberwire-9.8.7.dist-info").mkdir()
sys.path.insert(0, str(place))
from numberwire.signalwire import RestClient
def answer():
    accepted, _ = server.accept()
    request = accepted.recv(65536)
    print(b"user-agent: numberwire/9.8.7\\r\\n" in request)
    accepted.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 38\\r\\n\\r\\n{"id": "one", "number": "+1206555012"}')
with socket.create_server(("127.0.0.1", 0)) as server:
    thread = threading.Thread(target=answer)
    thread.start()
    with RestClient("project", "token", f"localhost:{server.getsockname()[1]}") as client:
        client.phone_numbers.get("one")
    thread.join()
print([name for name in HEAVY if name in sys.modules])
shutil.rmtree(place)
"""


def test_first_call_loads_little():
    """The first call of an installed client knows its version, and loads no HTTP library, logging or metadata."""
    heavy = tuple(name for name in HEAVY if name not in {"queue", "ssl"})
    packages = [str(CORE), str(ROOT / "generated" / "numberwire_api")]
    code = FIRST_CALL.replace("HEAVY", repr(heavy))
    ran = subprocess.run(
        [sys.executable, "-c", code, *packages], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "True\n[]\n"
