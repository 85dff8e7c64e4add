"""Whether a name of the wire survives as a Python name, said once for parameters and properties."""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from generator.names import snake_name
from generator.rules.rule import Breach
from generator.rules.subject import Spot

_NO_WORD = re.compile(r"[\s._:\[\]$-]")


def breaches(spots: Iterable[tuple[str, Spot]], reserved: Collection[str], what: str) -> Iterator[Breach]:
    """Yield a breach for each name that can't be a Python name of its own.

    Args:
        spots: Names of one scope and where they stand.
        reserved: What the scope already has a meaning for.
        what: What the names are of, such as `property`.
    """
    given: dict[str, list[str]] = defaultdict(list)
    for name, spot in spots:
        known = snake_name(name)
        if not _keeps_letters(name, known):
            message = f"The {what} {name!r} has characters that no Python name has."
            yield Breach(spot.pointer, message, "Use ASCII letters, digits and underscores, a letter first.")
        elif keyword.iskeyword(known) or known in reserved:
            message = f"The {what} {name!r} already means something else in Python."
            yield Breach(
                spot.pointer, message, "Choose another name, or teach generator/names.py one for it."
            )
        elif given[known]:
            message = f"The {what} {name!r} becomes {known!r} in Python, as {given[known][0]!r} does."
            yield Breach(spot.pointer, message, "Choose names that differ in more than case and separators.")
        given[known].append(name)


def _keeps_letters(name: str, known: str) -> bool:
    return _NO_WORD.sub("", name).replace("_", "").lower() == known.replace("_", "")
