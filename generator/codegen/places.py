"""Places: where in a document a value is read, and what a class found there would be called."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator.names import class_name
from generator.openapi.pointers import step, steps
from generator.openapi.view import Spot, Subject

_FILE_ENDING = re.compile(r"\.(ya?ml|json)$")


@dataclass(frozen=True)
class At:
    """A place in the document, and the name a class found there would get."""

    pointer: str
    context: str

    def step(self, *keys: object, context: str = "") -> At:
        """Return a place further down.

        Args:
            *keys: The keys that lead there.
            context: What its name adds.
        """
        return replace(self, pointer=step(self.pointer, *keys), context=self.context + context)


def follow(subject: Subject, spot: Spot, context: str) -> tuple[Spot, At] | None:
    """Return what an object is or refers to, and its place, or None where that is nothing.

    Args:
        subject: The document.
        spot: The object.
        context: The name a class found in the object itself would get.
    """
    resolved = subject.follow(spot)
    if resolved is None:
        return None
    is_own = resolved.pointer == spot.pointer
    return resolved, At(resolved.pointer, context if is_own else class_name(resolved.name))


def last_word(pointer: str) -> str:
    """Return the last key of a pointer that says something, as part of a class name."""
    words = [key for key in steps(pointer) if not key.isdecimal()]
    word = words[-1] if words else ""
    return class_name(_FILE_ENDING.sub("", word.rpartition("/")[2]) if _FILE_ENDING.search(word) else word)
