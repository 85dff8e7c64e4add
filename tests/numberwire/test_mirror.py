"""Every module of the client has its tests; exceptions are listed by name."""

from pathlib import Path

CLIENT = Path(__file__).parents[2] / "overrides" / "numberwire"
TESTS = Path(__file__).parent
ELSEWHERE = {
    "__init__": "test_face.py",
    "__main__": "cli/test_help.py",
    "fleet/_protocols": "fleet/test_executor.py",
    "fleet/_document": "fleet/test_reading.py",
    "fleet/_journal": "fleet/test_executor.py",
    "routing/_fleet": "cli/test_fleet_routing.py",
    "routing/definition": "routing/test_routing_rules.py",
    "routing/phone_numbers": "routing/test_routing_rules.py",
    "routing/checks": "routing/test_routing_rules.py",
    "signalwire/_effects": "signalwire/test_handlers.py",
    "signalwire/_fleet": "fleet/test_laws.py",
    "signalwire/_bulk_calls": "test_bulk.py",
    "signalwire/_update": "signalwire/test_handlers.py",
    "signalwire/definition": "signalwire/test_settling.py",
}
"""Modules that are tested under another name: tables and twins."""


def places(module):
    """Where the tests of a module may be."""
    folder, _, name = module.rpartition("/")
    name = name.removeprefix("_")  # a private module's tests go without the underscore
    api = folder.partition("/")[0]
    yield ELSEWHERE.get(module, "")
    yield f"{folder}/test_{name}.py" if folder else f"test_{name}.py"
    yield f"{api}/test_{api}_{name}.py"
    yield f"{api}/test_{folder.rpartition('/')[2]}.py"


def test_every_module_is_tested():
    """Each module has a file of tests named after it, or is named above."""
    modules = [
        path.relative_to(CLIENT).with_suffix("").as_posix()
        for path in sorted(CLIENT.rglob("*.py"))
        if path.relative_to(CLIENT).parts[0] not in ("cli", "sandbox")
    ]
    packages = {"fleet/__init__", "signalwire/__init__", "routing/__init__"}
    untested = [
        module
        for module in modules
        if module not in packages and not any(place and (TESTS / place).is_file() for place in places(module))
    ]
    assert (untested, set(ELSEWHERE) - set(modules)) == ([], set())


def test_exports_are_written_out():
    """No list of exports grows by that of another package: pyright, as users have it, doesn't follow it there."""
    assert [path for path in CLIENT.rglob("*.py") if "__all__ +=" in path.read_text(encoding="utf-8")] == []
