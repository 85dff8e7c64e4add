"""The rules that descriptions state; what sounds like a rule and fits no pattern is kept apart."""

from __future__ import annotations

import copy
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from generator.docs.facts import Field
from generator.docs.pages.heads import value
from generator.docs.pages.rule_patterns import stated
from generator.plain import is_mapping, mapping, sequence

_MAX_SENTENCE = 2_000
# A full stop ends a sentence before a capital, unless an abbreviation has it; a new line does, before anything else.
_END = re.compile(r"(?<=[.!?])(?<!i\.e\.)(?<!e\.g\.)(?<!etc\.)(?<!cf\.)(?<!vs\.) (?=[\"'(\[]?[A-Z0-9])|\n")
_QUOTES = str.maketrans("", "", '`\u201c\u201d"')
_RULE_WORDS = re.compile(
    r"\b(?:must|cannot|can't|can not|may not|should not|shall|not allowed|not supported|only|requires?|required"
    r"|unless|limit(?:ed)?|at most|at least|up to|no more than|no less than|no fewer than|no sooner|no later"
    r"|instead|precedence|combination|combined|exclusive|deprecated|obsolete|defaults?|alias(?:es)?|set to"
    r"|when using|empty string|possible values|valid values|allowed values|one of|ignored|maximum of|minimum of"
    r"|exactly)\b",
    re.IGNORECASE,
)


@dataclass
class Said:
    """What a description states.

    Attributes:
        facts: Its facts; those that no pattern reads are digests under `unread`.
        sentences: The sentences of those digests.
    """

    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    sentences: dict[str, str] = field(default_factory=dict[str, str])

    def leave(self, sentence: str) -> None:
        """Keep a rule that no pattern reads."""
        mark = sentence_digest(sentence)
        add_facts(self.facts, {"unread": [mark]})
        self.sentences[mark] = sentence


def add_facts(facts: dict[str, Any], more: Field) -> None:
    """Add facts to others; lists and tables of values grow, all else is what was said last.

    Args:
        facts: Those that grow.
        more: Those to add.
    """
    for fact, said in more.items():
        held = facts.get(fact)
        if is_mapping(held) and is_mapping(said):
            add_facts(mapping(held), mapping(said))
        elif listed := sequence(held):
            facts[fact] = [*listed, *(item for item in sequence(said) if item not in listed)]
        else:
            facts[fact] = copy.deepcopy(said)


def sentences(text: str) -> list[str]:
    """Return the sentences of a description, as `plain` leaves them.

    Args:
        text: The description; a line of it is a paragraph.
    """
    return [bare for part in _END.split(text) if (bare := plain(part))]


def plain(sentence: str) -> str:
    """Return a sentence without what forms of a page may add: quotes, and its full stop.

    Args:
        sentence: The sentence.
    """
    return " ".join(sentence.translate(_QUOTES).split()).rstrip(".")


def is_rule(sentence: str) -> bool:
    """Tell whether a sentence sounds like a rule.

    Args:
        sentence: The sentence.
    """
    return bool(_RULE_WORDS.search(sentence))


def read_prose(text: str, name: str, kind: object) -> Said:
    """Return what the description of a field states.

    Args:
        text: The description; a line of it is a paragraph.
        name: The field's name.
        kind: The field's type, where it is known.
    """
    said = Said()
    for sentence in sentences(text):
        found = stated(sentence) if len(sentence) <= _MAX_SENTENCE else []
        for facts in found:
            add_facts(said.facts, _of_field(facts, name, kind))
        if not found and is_rule(sentence):
            said.leave(sentence)
    return said


def sentence_digest(sentence: str) -> str:
    """Return the first eight hexadecimal digits of a sentence's SHA-256.

    Args:
        sentence: A sentence as `sentences` gives it.
    """
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _of_field(facts: Field, name: str, kind: object) -> Field:
    if "default" in facts:
        return {**facts, "default": value(facts["default"], kind)}
    if "enum" in facts:
        return {**facts, "enum": [value(item, kind) for item in facts["enum"]]}
    # That the field itself wins is said on the fields that yield to it.
    return {} if facts.get("yieldsTo") == [name] else facts
