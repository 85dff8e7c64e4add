"""A rule: a stable id, one statement, and a function that says where a document breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.document import Document
from generator.rules.subject import Subject


@dataclass(frozen=True)
class Breach:
    """One place where a rule is broken.

    Attributes:
        pointer: The place.
        message: What is wrong, as a sentence.
        mend: What to do, as a sentence.
        document: The file it stands in, where that isn't the one under check.
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
        is_comparison: It holds the document against the pages, which is done once all other rules are kept.
    """

    id: str
    statement: str
    breaches: Callable[[Subject], Iterator[Breach]]
    is_comparison: bool = False
