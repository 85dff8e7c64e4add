"""The second lock: whatever a template never writes is refused, even if a text had got through the first."""

import pytest

from generator.codegen.safety import TrialError, UnsafeError, try_package, verify_source

ALLOWED = '''\
# A header.
"""A docstring."""

from __future__ import annotations

from uuid import UUID

from . import models
from ._operation import Operation, Styled

__all__ = ["Pets"]


class Kind(OpenEnum):
    cat = "cat"


class Pets(Model, frozen=True, kw_only=True, rename={"a": "b"}):
    """A class."""

    a: list[str] | None = None
    """A field."""
    kind: Kind = Kind.cat
    temperature: Annotated[Integer, Constant(-1)] = -1

    def __init__(self, send: Send) -> None:
        self._send = send

    async def get(self, id: int) -> models.Pet:
        """A method."""
        return await self._send(get(id))


def get(id: int) -> Operation[models.Pet]:
    """A function."""
    return Operation(id="get", path_parameters=(("id", Styled(id, "simple")),))
'''

REFUSED = {
    "import": "import os",
    "import-from": "from os import system",
    "import-as": "from uuid import UUID as models",
    "import-star": "from . import *",
    "import-out": "from ...secrets import token",
    "import-other-runtime": "from ._text import quote",
    "call": "print('x')",
    "call-in-value": "x = __import__('os')",
    "call-in-argument": "def f():\n    return Operation(id=eval('1'))",
    "call-of-a-method": "def f():\n    return ''.join(())",
    "call-of-an-attribute": "def f():\n    return models.os.system('x')",
    "default": "def f(a=print('x')): ...",
    "annotation": "x: exec('1') = 1",
    "minus": "x = -a",
    "not": "x = not 1",
    "dunder": "x = __builtins__",
    "attribute": "x = models.__class__",
    "attribute-of-a-name": "x = int.real",
    "attribute-of-an-enum": "class E(OpenEnum): ...\nx = E.__class__",
    "attribute-of-a-member": "class E(OpenEnum): ...\nx = E.a.real",
    "attribute-of-another-class": "class E(Model): ...\nx = E.a",
    "subscript-call": "x = (lambda: 1)[0]()",
    "lambda": "x = lambda: 1",
    "comprehension": "x = [a for a in ()]",
    "decorator": "@print\ndef f(): ...",
    "class-decorator": "@print\nclass F: ...",
    "base": "class F(Exception): ...",
    "metaclass": "class F(metaclass=M): ...",
    "base-call": "class F(type('x', (), {})): ...",
    "private-function": "def __getattr__(name): ...",
    "loop": "while True: ...",
    "if": "if 1: ...",
    "raise": "raise SystemExit",
    "try": "try: ...\nfinally: ...",
    "with": "with a: ...",
    "delete": "del a",
    "global": "def f():\n    global a",
    "assert": "assert a",
    "f-string": "x = f'{a}'",
    "walrus": "x = (a := 1)",
    "star": "x = [*a]",
    "yield": "def f():\n    yield",
    "number-as-statement": "1",
    "name-as-statement": "a",
    "ellipsis": "...",
    "no-python": "def",
    "bad-escape": "x = '\\d'",
    "null": "x = '\x00'",
    "two-statements": "'a'; print()",
}


def test_what_the_templates_write_is_allowed():
    """Everything a generated file is made of passes."""
    verify_source("pets.py", ALLOWED)


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused(source):
    """A node, an import, a call, a base or a name that no template writes is refused, and the file is named."""
    with pytest.raises(UnsafeError, match=r"^pets\.py"):
        verify_source("pets.py", source)


CLIENT = """
from numberwire.client import Client
from . import pets

class ShopClient(Client):
    def __init__(self, token):
        del token
        super().__init__(token)

    def _add_resources(self):
        self.pets = pets.Pets(self.send)
"""
TEXTS = frozenset({"super().__init__", "self.send", "self.pets", "pets.Pets"})


def test_a_module_of_clients():
    """A module of clients may have what its template writes, and no other module may."""
    verify_source("client.py", CLIENT, TEXTS)
    with pytest.raises(UnsafeError):
        verify_source("client.py", CLIENT)


@pytest.mark.parametrize(
    "change",
    [
        ("pets.Pets(", "pets.Others("),
        ("super().__init__", "super().close"),
        ("numberwire.client import Client", "numberwire.cli import Client"),
        ("import Client", "import Client as Other"),
        ("(Client)", "(Other)"),
        ("del token", "print(token)"),
        ("del token", "pets.Pets(token)"),
        ("del token", "del self.token"),
    ],
    ids="{0[1]}".format,
)
def test_anything_else_in_a_module_of_clients_is_refused(change):
    """What its template does not write is refused there too."""
    with pytest.raises(UnsafeError):
        verify_source("client.py", CLIENT.replace(*change), TEXTS)


# A package is tried by another interpreter, which tells whatever a user would have run into.

MODEL = "import msgspec\n\n\nclass A(msgspec.Struct):\n    a: {}\n"
WRONG = {
    "import-fails": ("import nowhere_to_be_found", "pets: ModuleNotFoundError"),
    "raises": ("raise SystemError('no')", "pets: SystemError: no"),
    "other-package": ("import ruff", "ruff was loaded"),
    "unresolved": (MODEL.format("'Gone'"), "pets.A: NameError"),
    "undecodable": (
        MODEL.format("'A | B'") + "\n\nclass B(msgspec.Struct):\n    b: int\n",
        "pets.A: TypeError",
    ),
    "unresolved-function": ("def f(a: 'Gone'): ...", "pets.f: NameError"),
}


@pytest.mark.parametrize(("source", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_package_that_cant_be_used_is_refused(source, words, tmp_path):
    """A module that fails, loads too much, or whose types don't resolve or decode is named with the reason."""
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets" / "__init__.py").write_text(source, encoding="utf-8")
    with pytest.raises(TrialError) as caught:
        try_package(tmp_path, "pets", ["A"])
    assert str(caught.value).startswith(words)


def test_a_trial_leaves_nothing_behind(tmp_path):
    """A package that works is left as it was: no cache beside its files."""
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets" / "__init__.py").write_text("import json, msgspec", encoding="utf-8")
    try_package(tmp_path, "pets", [])
    assert [path.name for path in tmp_path.rglob("*")] == ["pets", "__init__.py"]
