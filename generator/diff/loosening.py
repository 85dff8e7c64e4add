"""Loosening: a typing test asks for more than callers do, who need a value to fit and no error to be worded so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_IGNORED = re.compile(r"# type: ignore\[[^]\n]*\]")


def loosened(source: str) -> str:
    """Return a typing test that asks for no more than its callers do; its lines stay where they are.

    Each statement `assert_type(value, Type)` becomes `name: Type = value`: a type that became narrower, such as that
    of a field which is always there now, breaks nothing. And a line that is expected to be refused may be refused
    for any reason.

    Args:
        source: The test; what is no Python is returned as it is, for mypy to complain of.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    content = source.encode()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    # From the end, so that what comes before a change keeps its place.
    for number, call in reversed(list(enumerate(_calls(tree)))):
        begin, end = _span(call, starts)
        value, kind = (content[slice(*_span(part, starts))] for part in call.args)
        lost = content.count(b"\n", begin, end) - value.count(b"\n") - kind.count(b"\n")
        fitted = b"_fits_%d: (%b) = (%b%b)" % (number, kind, value, b"\n" * lost)
        content = content[:begin] + fitted + content[end:]
    return _IGNORED.sub("# type: ignore", content.decode())


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield the statements that are a call of assert_type, in the file's order."""
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    for call in sorted(found, key=lambda one: (one.lineno, one.col_offset)):
        is_assertion = ast.unparse(call.func).rpartition(".")[2] == "assert_type"
        if is_assertion and len(call.args) == 2 and not call.keywords:  # noqa: PLR2004 - a value and its type
            yield call


def _span(node: ast.expr, starts: list[int]) -> tuple[int, int]:
    """Return where a node begins and ends, in bytes."""
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return starts[node.lineno - 1] + node.col_offset, starts[end_line - 1] + end_column
