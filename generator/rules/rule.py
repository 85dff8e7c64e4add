"""A rule: a stable id, a statement, and a function that finds what breaks it; and the rule of names."""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.names import snake_name
from generator.openapi.document import Document
from generator.openapi.view import Spot, Subject


@dataclass(frozen=True)
class Breach:
    """One place where a rule is broken.

    Attributes:
        pointer: The place.
        message: What is wrong, as a sentence.
        mend: What to do, as a sentence.
        document: The file it is in, where that isn't the one under check.
    """

    pointer: str
    message: str
    mend: str
    document: Document | None = None


@dataclass(frozen=True)
class Rule:
    """One house rule.

    Attributes:
        id: What it is called; never given to another one.
        statement: What it asks, in a line.
        breaches: Yields where a document breaks it.
        is_comparison: It holds the document against the pages, its own text or its examples, which is done once all
            other rules are kept.
    """

    id: str
    statement: str
    breaches: Callable[[Subject], Iterator[Breach]]
    is_comparison: bool = False


# Whether a name of the wire survives as a Python name, said once for parameters and properties.

_NO_WORD = re.compile(r"[\s._:\[\]$-]")


def identifier_breaches(
    spots: Iterable[tuple[str, Spot]], reserved: Collection[str], what: str
) -> Iterator[Breach]:
    """Yield a breach for each name that can't be a Python name of its own.

    Args:
        spots: Names of one scope and their places.
        reserved: What the scope already has a meaning for.
        what: What the names are of, such as `property`.
    """
    wire_names: dict[str, list[str]] = defaultdict(list)
    for name, spot in spots:
        python_name = snake_name(name)
        if not _keeps_letters(name, python_name):
            message = f"The {what} {name!r} has characters that a Python name can't have."
            yield Breach(spot.pointer, message, "Use ASCII letters, digits and underscores, a letter first.")
        elif keyword.iskeyword(python_name) or python_name in reserved:
            message = f"The {what} {name!r} already means something else in Python."
            yield Breach(
                spot.pointer, message, "Choose another name, or teach generator/names.py one for it."
            )
        elif wire_names[python_name]:
            message = f"The {what} {name!r} becomes {python_name!r} in Python, as {wire_names[python_name][0]!r} does."
            yield Breach(spot.pointer, message, "Choose names that differ in more than case and separators.")
        wire_names[python_name].append(name)


def _keeps_letters(name: str, python_name: str) -> bool:
    return _NO_WORD.sub("", name).replace("_", "").lower() == python_name.replace("_", "")
