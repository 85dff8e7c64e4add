"""Safety: generated files are formatted, hold only what the templates allow, and are imported once.

This is the second lock on the door. The first is that only safe names and finished literals reach a template.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

_NODES: tuple[type[ast.AST], ...] = (
    ast.Module,
    ast.Expr,
    ast.Constant,
    ast.ImportFrom,
    ast.alias,
    ast.Assign,
    ast.AnnAssign,
    ast.ClassDef,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.arguments,
    ast.arg,
    ast.Return,
    ast.Await,
    ast.Call,
    ast.keyword,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.BinOp,
    ast.BitOr,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Load,
    ast.Store,
)
_IMPORTS = {
    "__future__": {"annotations"},
    "datetime": {"date", "datetime"},
    "typing": {"Any", "ClassVar", "List", "Literal", "Unpack"},
    "uuid": {"UUID"},
    "msgspec": {"UNSET", "UnsetType"},
    "._checks": {"CheckRow"},
    "._handlers": {"Handler", "HandlerRow", "NoHandler", "fill_body_with_handlers"},
    "._methods": {
        "AsyncRawSend",
        "Clear",
        "RawResponse",
        "RawSend",
        "fill_body",
        "fill_optional_body",
        "require_value",
    },
    "._model": {"Model", "OpenEnum"},
    "._operation": {
        "ANY_SUCCESS",
        "AsyncSend",
        "CallOptions",
        "Flat",
        "Joined",
        "Json",
        "Operation",
        "Send",
        "record_id",
        "text",
    },
}
_CALLS = {
    *("CheckRow", "HandlerRow", "Operation", "Flat", "Joined", "Json", "text"),
    *("fill_body", "fill_optional_body", "fill_body_with_handlers", "record_id", "require_value"),
}
_SENDER = ("self", "_send")
_ANSWER = "answer"
_RAW_METHOD = (_ANSWER, "with_value")
_CLASS_ARGUMENTS = {"frozen", "kw_only", "rename"}
_BASES = {"Handler", "Model", "OpenEnum"}
_OWN = {".", ".models", ".handlers"}


class UnsafeError(Exception):
    """A file holds something no template wrote; the message says what and where."""


def verify_source(name: str, source: str) -> None:
    """Parse, check and compile one generated file.

    Args:
        name: The file, for the message.
        source: Its text.

    Raises:
        UnsafeError: It is no Python, or holds something that is not allowed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(source, name)
            compile(tree, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, Warning) as error:
        raise UnsafeError(f"{name} is no Python: {error}") from None
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    bases = _BASES | {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module == "handlers"
        for alias in node.names
    }
    for node in ast.walk(tree):
        for violation in _violations(node, functions, bases):
            raise UnsafeError(f"{name}:{getattr(node, 'lineno', 1)} holds {violation}")


def _violations(node: ast.AST, functions: set[str], bases: set[str]) -> Iterator[str]:
    """Yield what is wrong about one node."""
    if not isinstance(node, _NODES):
        yield f"a {type(node).__name__}"
    match node:
        case ast.ImportFrom():
            yield from _import_violations(node)
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _definition_violations(node, bases)
        case ast.Call() if not _may_call(node.func, functions):
            yield f"a call of {ast.unparse(node.func)}"
        case ast.Attribute() if not _may_reach(node):
            yield f"the attribute {node.attr}"
        case ast.Name() if node.id.startswith("_") and node.id != "__all__":
            yield f"the name {node.id}"
        case ast.Expr() if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
            yield "a statement that is no text"
        case _:
            return


def _definition_violations(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, bases: set[str]
) -> Iterator[str]:
    if node.decorator_list or (node.name.startswith("_") and node.name != "__init__"):
        yield f"{node.name}, which has a decorator or a name of Python's own"
    if isinstance(node, ast.ClassDef):
        if not all(isinstance(base, ast.Name) and base.id in bases for base in node.bases):
            yield f"{node.name}, which has another base"
        if not {keyword.arg for keyword in node.keywords} <= _CLASS_ARGUMENTS:
            yield f"{node.name}, which has another class argument"


def _may_reach(node: ast.Attribute) -> bool:
    """Tell whether an attribute is a class, the sender of a resource class, or a part of what was answered."""
    if ast.unparse(node.value) == f"{_ANSWER}.value":
        return not node.attr.startswith("_")
    if not isinstance(node.value, ast.Name):
        return False
    is_own = node.value.id in ("models", "handlers", _ANSWER) and not node.attr.startswith("_")
    return is_own or (node.value.id, node.attr) == _SENDER


def _import_violations(node: ast.ImportFrom) -> Iterator[str]:
    module, names = node.module or "", {alias.name for alias in node.names}
    aliased = any(alias.asname not in (None, alias.name) for alias in node.names)
    key = f".{module}" if node.level else module
    # What a package has of its own is named by our own words, and can't reach outside it.
    named = all(name.isidentifier() and not name.startswith("_") for name in names)
    if aliased or not named or not (key in _OWN or names <= _IMPORTS.get(key, set())):
        yield f"an import from {'.' * node.level}{module}"


def _may_call(function: ast.expr, functions: set[str]) -> bool:
    if isinstance(function, ast.Attribute):
        return (ast.unparse(function.value), function.attr) in (_SENDER, _RAW_METHOD)
    return isinstance(function, ast.Name) and (function.id in _CALLS or function.id in functions)


# Trial: a finished package is imported by another interpreter before anyone else sees it.

_SCRIPT = Path(__file__).parent / "trial_run.py"


class TrialError(Exception):
    """The package can't be used; the message says which part and why."""


def try_package(folder: Path, package: str, decoded: list[str]) -> None:
    """Import every module of a package, resolve all annotations and build a decoder for whatever is received.

    Args:
        folder: The folder the package is in.
        package: The package's name.
        decoded: The models that are received.

    Raises:
        TrialError: Something fails, or more than msgspec and the standard library was loaded.
    """
    command = [sys.executable, "-I", "-B", "-X", "utf8", str(_SCRIPT), str(folder), package]
    names = json.dumps(decoded)
    process = subprocess.run(  # noqa: S603 - our own interpreter and flags
        command, input=names, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if process.returncode or process.stderr:
        lines = process.stderr.strip().splitlines()
        raise TrialError(lines[-1] if lines else f"the trial ended with {process.returncode}")
    faults: list[str] = json.loads(process.stdout)
    if faults:
        raise TrialError("; ".join(faults[:5]))


# Formatting: ruff drops the imports a file doesn't need and lays the file out, always in the same way.

_ISOLATED = ("--isolated", "--no-cache", "--quiet", "--target-version=py311", "--line-length=110")
_STEPS = (
    ("check", "--fix-only", "--select=F401,I001,UP037,RUF022"),
    ("format",),
)


class FormatError(Exception):
    """Ruff refused a file, which means it is no Python; the message is its words."""


def format_folder(folder: Path) -> None:
    """Format every file of a folder in place.

    Args:
        folder: The folder.

    Raises:
        FormatError: A file is no Python.
    """
    for verb, *flags in _STEPS:
        command = [sys.executable, "-I", "-m", "ruff", verb, *_ISOLATED, *flags, "."]
        process = subprocess.run(  # noqa: S603 - our own interpreter and flags
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
        )
        output = (process.stdout + process.stderr).strip()
        if process.returncode or output:
            raise FormatError(output.splitlines()[0] if output else f"ruff ended with {process.returncode}")
