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

from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships no types

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
    ast.UnaryOp,
    ast.USub,
    ast.BoolOp,
    ast.Or,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Load,
    ast.Store,
)
_IMPORTS = {
    "__future__": {"annotations"},
    "datetime": {"date", "datetime"},
    "typing": {"Annotated", "Any", "ClassVar", "List", "Literal", "Unpack"},
    "uuid": {"UUID"},
    "msgspec": {"UNSET", "UnsetType"},
    "._access": {"SecurityScheme", "Server", "ServerVariable"},
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
        *("ANY_SUCCESS", "AsyncSend", "CallOptions", "Encoding", "Operation", "Send", "Styled", "record_id"),
    },
    "._typed": {
        *("Constant", "Integer", "Missing", "OneOf", "OpenModel", "Text", "Time", "TypedModel"),
        *("TypedOperation", "media_type_of", "one_of"),
    },
}
_CLIENT_IMPORTS = {
    "numberwire.client": {"AsyncClient", "Client", "ClientSettings", "hide_settings"},
    "numberwire.credential": {"make_credential", "require_value"},
    "numberwire.definition": {"Definition", "NextPage"},
}
_CLIENT_CALLS = {"Definition", "NextPage", "hide_settings", "make_credential", "require_value", "super"}
"""What a module of clients imports and calls, and no other."""
_CALLS = {
    *(
        "CheckRow",
        "Constant",
        "Encoding",
        "HandlerRow",
        "Operation",
        "SecurityScheme",
        "Server",
        "ServerVariable",
        "Styled",
    ),
    *("TypedOperation", "media_type_of", "one_of"),
    *("fill_body", "fill_optional_body", "fill_body_with_handlers", "record_id", "require_value"),
}
_SENDER = ("self", "_send")
_ANSWER = "answer"
_RAW_METHOD = (_ANSWER, "with_value")
_CLASS_ARGUMENTS = {"frozen", "kw_only", "omit_defaults", "rename", "total"}
_ENUM = "OpenEnum"
_BASES = {"CallOptions", "Handler", "Model", _ENUM, "OpenModel", "TypedModel"}
_OWN = {".", ".models", ".handlers"}


class UnsafeError(Exception):
    """A file holds something no template wrote; the message says what and where."""


def verify_source(name: str, source: str, texts: frozenset[str] | None = None) -> None:
    """Parse, check and compile one generated file.

    Args:
        name: The file, for the message.
        source: Its text.
        texts: The attributes that a module of clients reaches for, as they are written; None for any other module.

    Raises:
        UnsafeError: It is no Python, or holds something that is not allowed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(source, name)
            compile(tree, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, Warning) as error:
        raise UnsafeError(f"{name} is not valid Python: {error}") from None
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    bases = _BASES | {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module == "handlers"
        for alias in node.names
    }
    enums = {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and [ast.unparse(base) for base in node.bases] == [_ENUM]
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_member(node, enums):
            continue
        for violation in _violations(node, functions, bases, texts):
            raise UnsafeError(f"{name}:{getattr(node, 'lineno', 1)} holds {violation}")


def _violations(
    node: ast.AST, functions: set[str], bases: set[str], texts: frozenset[str] | None
) -> Iterator[str]:
    """Yield what is wrong about one node."""
    if not isinstance(node, _NODES if texts is None else (*_NODES, ast.Delete, ast.Del)):
        yield f"a {type(node).__name__}"
    if texts is not None and _is_client_part(node, texts):
        return
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
        case ast.UnaryOp() if not isinstance(node.operand, ast.Constant):
            yield "a minus before something other than a number"
        case ast.Expr() if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
            yield "a statement that is not a string"
        case _:
            return


def _is_client_part(node: ast.AST, texts: frozenset[str]) -> bool:
    """Tell whether a node is what a module of clients has, and no other."""
    match node:
        case ast.ImportFrom(level=0, module=module, names=names):
            return {one.name for one in names} <= _CLIENT_IMPORTS.get(str(module), set()) and not any(
                one.asname for one in names
            )
        case (
            ast.ClassDef(bases=[ast.Name(id="Client" | "AsyncClient")], keywords=[], decorator_list=[])
            | ast.FunctionDef(name="_add_resources", decorator_list=[])
        ):
            return isinstance(node, ast.FunctionDef) or not node.name.startswith("_")
        case ast.Expr(value=ast.Call(func=function)):
            return ast.unparse(function) == "super().__init__"
        case ast.Attribute() | ast.Call(func=ast.Attribute()):
            return ast.unparse(node.func if isinstance(node, ast.Call) else node) in texts
        case ast.Call(func=ast.Name(id=name)):
            return name in _CLIENT_CALLS
        case _:
            return False


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


def _is_member(node: ast.Attribute, enums: set[str]) -> bool:
    """Tell whether an attribute is a member of one of the module's own enums."""
    return isinstance(node.value, ast.Name) and node.value.id in enums and not node.attr.startswith("_")


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


def try_package(folder: Path, package: str, decoded: list[str], *, client: bool = False) -> None:
    """Import every module of a package, resolve all annotations and build a decoder for whatever is received.

    Args:
        folder: The folder the package is in.
        package: The package's name.
        decoded: The models that are received.
        client: Whether it has a client, which needs numberwire.

    Raises:
        TrialError: Something fails, or more than msgspec and the standard library was loaded.
    """
    command = [
        sys.executable,
        "-I",
        "-B",
        "-X",
        "utf8",
        str(_SCRIPT),
        str(folder),
        package,
        *["client"] * client,
    ]
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
    program = find_ruff_bin()
    for verb, *flags in _STEPS:
        command = [program, verb, *_ISOLATED, *flags, "."]
        process = subprocess.run(  # noqa: S603 - the program that is locked, and our own flags
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
        )
        output = (process.stdout + process.stderr).strip()
        if process.returncode or output:
            raise FormatError(output.splitlines()[0] if output else f"ruff ended with {process.returncode}")
