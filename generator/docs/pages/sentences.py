"""Reads rules from the sentences of descriptions; what sounds like a rule and matches no pattern is kept as unread."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator.docs.pages.field_heads import NUMBER, are_values, parse_number, parse_value, read_marks
from generator.docs.pages.lines import Form, Line
from generator.facts import Field
from generator.openapi.pointers import is_mapping, mapping, sequence

SCOPE = re.compile(
    r"\bfollowing scope(?:s|\(s\))?(?: [a-z ]{1,60})?: (?P<scope>\w[\w:.-]*\w(?:, \w[\w:.-]*\w)*)"
)
"""The words by which references name the scopes that a call needs."""
_MAX_SENTENCE = 2_000
# A full stop ends a sentence before a capital, unless an abbreviation has it; a new line does, before anything else.
_END = re.compile(r"(?<=[.!?])(?<!i\.e\.)(?<!e\.g\.)(?<!etc\.)(?<!cf\.)(?<!vs\.) (?=[\"'(\[]?[A-Z0-9])|\n")
_QUOTES = str.maketrans("", "", '`\u201c\u201d"')
_RULE_WORDS = re.compile(
    r"\b(?:must|cannot|can't|can not|may not|should not|shall|not allowed|not supported|only|requires?|required"
    r"|unless|limit(?:ed)?|at most|at least|up to|no more than|no less than|no fewer than|no sooner|no later"
    r"|instead|precedence|combination|combined|exclusive|deprecated|obsolete|defaults?|alias(?:es)?|set to"
    r"|(?:when|if) (?:the )?[a-z]+_[a-z_]+ (?:is|equals)|^(?:only )?used (?:if|when)"
    r"|either(?= [\w-]+(?:, [\w-]+)* or\b)"
    r"|mandatory|nullable|immutable|write-once|be null|phas(?:ed|ing) out|go(?:es)? away|sunset(?:ted)?"
    r"|when using|empty string|possible values|valid values|allowed values|one of|ignored|max|min"
    r"|(?:maximum|minimum)(?! number of [a-z]+ to\b)|exactly|exceeds?|positive|negative|together|with(?:out)? effect"
    r"|(?:greater|larger|higher|longer|more|less|smaller|lower|shorter|fewer|other|earlier|later) than|between"
    r"|conflicts?|incompatible|prohibited|forbidden|rejected|refused|invalid|do not|don't|not be|no effect|no longer"
    r"|(?:\d+ \d+|(?:to|than) (?:[a-z]+teen|[a-z]+ty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
    r" (?:characters|chars|digits|letters)"
    r"|needs?|accepts?|accepted|overrid(?:es?|den)|replaced|replaces|superseded|removed|retired|discontinued)\b",
    re.IGNORECASE,
)

# A label that no page was seen with may state anything: `Since: 3.1`, `Multiple of: 5`.
_LABELLED = re.compile(
    r"(?!Note|Tip|Hint|See|Warning|Important)[A-Z][A-Za-z-]*(?: [a-z]+){0,2}: ?\S+(?: \S+){0,4}"
)


@dataclass
class DescriptionFacts:
    """What a description states.

    Attributes:
        facts: Its facts; those that no pattern reads are digests under `unread`.
        sentences: The sentences of those digests.
    """

    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    sentences: dict[str, str] = field(default_factory=dict[str, str])

    def keep_unread(self, sentence: str) -> None:
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
    for fact, value in more.items():
        old_value = facts.get(fact)
        if is_mapping(old_value) and is_mapping(value):
            add_facts(mapping(old_value), mapping(value))
        elif old_values := sequence(old_value):
            facts[fact] = [*old_values, *(item for item in sequence(value) if item not in old_values)]
        else:
            facts[fact] = copy.deepcopy(value)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a description, as `plain_sentence` leaves them.

    Args:
        text: The description; a line of it is a paragraph.
    """
    return [sentence for part in _END.split(text) if (sentence := plain_sentence(part))]


def plain_sentence(sentence: str) -> str:
    """Return a sentence without what forms of a page may add: quotes, and its full stop.

    Args:
        sentence: The sentence.
    """
    return " ".join(sentence.translate(_QUOTES).split()).rstrip(".")


OPERATION_DEPRECATED = "The operation is deprecated"
"""What stands for the mark of an operation: no fact of a field holds it."""


def is_rule(sentence: str) -> bool:
    """Tell whether a sentence sounds like a rule.

    Args:
        sentence: The sentence.
    """
    return bool(_RULE_WORDS.search(sentence))


_LEFT_OUT = re.compile(r"\b(?:omit|leave out|send ?null)", re.IGNORECASE)


def is_rule_of_body(sentence: str) -> bool:
    """Tell whether a sentence sounds like a rule, or says what a field of a body means that is left out or null.

    Args:
        sentence: The sentence.
    """
    return is_rule(sentence) or bool(_LEFT_OUT.search(sentence))


def read_prose(text: str, name: str, kind: object) -> DescriptionFacts:
    """Return what the description of a field states.

    Args:
        text: The description; a line of it is a paragraph.
        name: The field's name.
        kind: The field's type, where it is known.
    """
    description = DescriptionFacts()
    for sentence in split_sentences(text):
        is_short = len(sentence) <= _MAX_SENTENCE
        readings, leaves_rule = read_sentence(sentence) if is_short else ((), is_rule(sentence))
        for facts in readings:
            if _MISFITS.get(kind, frozenset[str]()) & facts.keys():
                leaves_rule = True
            else:
                add_facts(description.facts, _field_facts(facts, name, kind))
        if leaves_rule or (not readings and _LABELLED.fullmatch(sentence)):
            description.keep_unread(sentence)
    return description


def sentence_digest(sentence: str) -> str:
    """Return the first eight hexadecimal digits of a sentence's SHA-256.

    Args:
        sentence: A sentence as `split_sentences` gives it.
    """
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:8]


_LIMITS = frozenset({"minimum", "maximum"})
_LENGTHS = frozenset({"minLength", "maxLength"})
# A number said of a list may count its items, and digits of a number are none of a text.
_MISFITS: Mapping[object, frozenset[str]] = {
    "array": _LIMITS,
    "object": _LIMITS | _LENGTHS,
    "boolean": _LIMITS | _LENGTHS,
    "integer": _LENGTHS,
    "number": _LENGTHS,
}


def _field_facts(facts: Field, name: str, kind: object) -> Field:
    if "default" in facts:
        return {**facts, "default": parse_value(facts["default"], kind)}
    if "enum" in facts:
        return {**facts, "enum": [parse_value(item, kind) for item in facts["enum"]]}
    # That the field itself wins is said on the fields that yield to it.
    return {} if facts.get("yieldsTo") == [name] else facts


# The sentences that state rules: a pattern each, and the facts that it states.

_NAME = r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*"
_SNAKE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+"
_VALUE = r"[\w+-][\w.:/+-]*(?<![.:-])"
_BETWEEN = r"(?:,? and |,? or |, )"
_NAMES = rf"(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*)"
_VALUES = rf"(?P<names>{_VALUE}(?:{_BETWEEN}{_VALUE})*)"
_STOP = r"(?=$|[;()]|,(?!\d))"
# A number is a limit of the value where nothing behind it says of what it is: any unit would.
_LIMIT_END = (
    r"(?=$|[;)]|,(?!\d)| \(| inclusive\b"
    r"| (?:and|but|to|with) (?:an? )?(?:at (?:most|least)|no (?:more|less|fewer)|up to|max|min|upper|lower))"
)
_CHARACTERS = r"(?: characters| chars| digits| letters)\b"
_DEFAULT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|(?!(?:it|this|that)\b){_VALUE})"
_LIMIT = rf"(?P<number>{NUMBER}){_LIMIT_END}"
_LENGTH = rf"(?P<number>{NUMBER}){_CHARACTERS}"
_TWO = rf"(?<![\d.,-])(?<!\d )(?P<low>{NUMBER}) (?:to|and|-) (?P<high>{NUMBER})"
_NOT = r"(?:cannot|can't|can not|must not|may not|is not to)"
_TOGETHER = r"(?:used|combined|sent|set|given|provided) (?:in combination |together )?with"
_SET = rf"(?:(?P<field>{_NAME}) (?:is set to|equals|is one of)|(?P<snake>{_SNAKE}) (?:is|=))"
_WHEN = rf"(?:when|if) (?:the )?{_SET}:? {_VALUES}{_STOP}"
_BOTH = r"(?:\b(?:if|when) (?:both|all|they) (?:are )?)?"
_THIS_FIELD = (
    r"(?:\bthis(?!(?: [a-z]+)? value)(?: [a-z]+){1,3}|\bthe (?:field|parameter|property|argument)|^it)"
)
_NO = re.compile(
    r"\b(?:not|cannot|can't|never|ignored|unless|except|optional|null|nullable|empty|omitted|absent|hidden"
    r"|immutable|read-?only|write-?only)\b",
    re.IGNORECASE,
)
# What is said of a field's state, and is no value of it.
_STATE = re.compile(
    r"(?:un)?set|given|sent|provided|present|absent|missing|specified|omitted|empty|blank|null|used|reached|not"
    r"|enabled|disabled"
)
_TO_VALUE = re.compile(r" (?:set to|equals|one of) ")
_REQUIRED = re.compile(r"\b(?:required|must be (?:set|sent|given|provided|present))\b", re.IGNORECASE)
# What leads to a condition and is read with it.
_OPENING = re.compile(
    r"(?:\b(?:only|used|is|are|and|required|valid|allowed|must be (?:set|sent|given|provided|present))\b[ (),]*)+$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|when|unless|except|until)\b", re.IGNORECASE)
_BOUNDS = frozenset({"minimum", "maximum", "minLength", "maxLength", "default"})
# What makes a number hold for some callers or some things only, or be none of several.
_BOUND_CONDITION = re.compile(
    r"^(?:for|on|in|with|each)\b|\b(?:default|recommended|suggested|typical|soft) *\||\bexclusive\b"
    r"|\b(?:at most|at least|up to|no (?:more|less|fewer) than|(?:limit|maximum|minimum) (?:of|is)|between) -?\d",
    re.IGNORECASE,
)
_BOUND_EXCEPTION = re.compile(
    r"\d|, or\b|\b(?:for|per|each|every|depend(?:s|ing)|while|during|otherwise|else|where|on)\b",
    re.IGNORECASE,
)
_OF_VALUES = re.compile(r"\bvalues?\b", re.IGNORECASE)
_USED = re.compile(r"\bused\b", re.IGNORECASE)
_PARTING = re.compile(_BETWEEN)

_Read = Callable[[re.Match[str]], Field | None]


def split_list(words: str) -> list[str]:
    """Return the members of a list in words, such as `a, b, or c`.

    Args:
        words: The list.
    """
    return _PARTING.split(words)


@lru_cache(4_096)  # the same sentences are on many pages, and in what is recorded of them
def read_sentence(sentence: str) -> tuple[tuple[Field, ...], bool]:
    """Return what the patterns read in a sentence, one item a pattern, and whether they leave what sounds like a rule.

    What holds only under a condition that no pattern reads is not read at all.

    Args:
        sentence: The sentence, without quotes and full stop.
    """
    matches = ((read, pattern.search(sentence)) for pattern, read in _PATTERNS)
    readings = [
        (match.span(), facts) for read, match in matches if match and (facts := read(match)) is not None
    ]
    rest = list(sentence)
    for (start, end), _ in readings:
        opening = _OPENING.search(sentence, 0, start)
        first = opening.start() if opening else start
        rest[first:end] = "|" * (end - first)
    left = "".join(rest)
    bound_ends = [span[1] for span, facts in readings if _BOUNDS & facts.keys()]
    if readings and (
        _CONDITION.search(left)
        or (bound_ends and _BOUND_CONDITION.search(left))
        or any(_BOUND_EXCEPTION.search(left, end) for end in bound_ends)
    ):
        return (), True
    return tuple(facts for _, facts in readings), is_rule(left)


def _names_reader(fact: str) -> _Read:
    return lambda match: {fact: split_list(match["names"])}


def _replacement_facts(match: re.Match[str]) -> Field | None:
    # What to use in place of a value is no field.
    return None if _OF_VALUES.search(match.string) else {"replacedBy": split_list(match["names"])}


def _enum_facts(match: re.Match[str]) -> Field | None:
    values = split_list(match["names"])
    return {"enum": values} if are_values(values) else None


def _number_reader(fact: str) -> _Read:
    return lambda match: {fact: parse_number(match["number"])}


def _range_reader(low: str, high: str) -> _Read:
    return lambda match: {low: parse_number(match["low"]), high: parse_number(match["high"])}


def _constant_reader(fact: str, value: Any) -> _Read:
    return lambda _: {fact: value}


def _word_reader(fact: str) -> _Read:
    return lambda match: {fact: match["words"]}


def _condition_facts(match: re.Match[str]) -> Field | None:
    return _conditional_facts(match, match["field"] or match["snake"])


def _handler_facts(match: re.Match[str]) -> Field | None:
    return _conditional_facts(match, f"{match['kind'].lower()}_handler")


def _conditional_facts(match: re.Match[str], field_name: str) -> Field | None:
    before = match.string[: match.start()]
    opening = _OPENING.search(before)
    # A rule of another kind holds then, and not whether the field is used.
    if _NO.search(before) or is_rule(before[: opening.start()] if opening else before):
        return None
    values = _condition_values(match)
    if not values:
        return None
    rule = {field_name: values}
    if not _REQUIRED.search(before):
        return {"usedWith": rule}
    return {"usedWith": rule, "requiredWith": rule} if _USED.search(before) else {"requiredWith": rule}


def _unless_facts(match: re.Match[str]) -> Field | None:
    values = _condition_values(match)
    return {"usedWith": {match["field"]: values}} if values else None


def _condition_values(match: re.Match[str]) -> list[str]:
    """Return the values that a condition names, none where it names a state such as `is set`."""
    values = split_list(match["names"])
    is_state = any(map(_STATE.fullmatch, values)) and not _TO_VALUE.search(match.group())
    return [] if is_state else values


_PATTERNS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (_WHEN, _condition_facts),
        (rf"(?:when|if) using the {_VALUES} (?P<kind>[a-z]+) handlers?\b", _handler_facts),
        (
            rf"(?:ignored|not used|no effect) unless (?P<field>{_NAME}) (?:is set to|is|equals) {_VALUES}$",
            _unless_facts,
        ),
        (rf"\b{_NOT} be {_TOGETHER} {_NAMES}$", _names_reader("excludes")),
        (rf"\b(?:mutually exclusive|incompatible|conflicts) with {_NAMES}$", _names_reader("excludes")),
        (rf"\bmust (?:always )?be {_TOGETHER} {_NAMES}$", _names_reader("needs")),
        (rf"\brequires {_NAMES} to be (?:set|sent|given|present)$", _names_reader("needs")),
        (rf"\balias(?:es)? (?:of|for) {_NAMES}$", _names_reader("aliasOf")),
        (
            rf"(?:^|{_BOTH}\b(?:sent|set|given|present), ){_NAMES} takes? precedence$",
            _names_reader("yieldsTo"),
        ),
        (rf"\buse {_NAMES} instead\b", _replacement_facts),
        (rf"\b(?:replaced by|superseded by|in favou?r of) {_NAMES}$", _names_reader("replacedBy")),
        (
            rf"{_THIS_FIELD} is deprecated\b|^(?:is )?deprecated\b",
            _constant_reader("deprecated", True),
        ),
        (
            rf"(?:\bupper limit|\bmaximum(?: value)?|(?<!lower )\blimit) (?:of|is) {_LIMIT}",
            _number_reader("maximum"),
        ),
        (rf"\b(?:at most|no more than|up to) {_LIMIT}", _number_reader("maximum")),
        (rf"(?:\blower limit|\bminimum(?: value)?) (?:of|is) {_LIMIT}", _number_reader("minimum")),
        (rf"\b(?:at least|no less than|no fewer than) {_LIMIT}", _number_reader("minimum")),
        (rf"\b(?:at most|no more than|up to|maximum of) {_LENGTH}", _number_reader("maxLength")),
        (rf"\b(?:at least|no less than|no fewer than|minimum of) {_LENGTH}", _number_reader("minLength")),
        (rf"{_TWO}{_CHARACTERS}", _range_reader("minLength", "maxLength")),
        (rf"\b(?:must be |value )?between {_TWO}{_LIMIT_END}", _range_reader("minimum", "maximum")),
        (rf"\bdefault(?:s to| is| value is|s?:) (?P<words>{_DEFAULT}){_STOP}", _word_reader("default")),
        (
            rf"\b(?:possible|valid|allowed|accepted|supported) values(?: are|:)+ \[?{_VALUES}\]?$",
            _enum_facts,
        ),
        (rf"\b(?:must be|can be|is|accepts) (?:either |one of:? ){_VALUES}$", _enum_facts),
        (rf"\bfor either (?P<names>{_VALUE}(?:, {_VALUE})*,? or {_VALUE})\b", _enum_facts),
        (
            r"\bmust (?:use|start with|begin with) (?P<words>[a-z]+://|\+)(?=$|[;)]| \((?!or\b))",
            _word_reader("prefix"),
        ),
        (r"\bempty string (?:to clear|clears)\b", _constant_reader("clearable", True)),
        (r"\b(?:cannot|can't) be cleared\b", _constant_reader("clearable", False)),
    )
)


# Which lines are prose: any other line may be a head that was cut or mistyped, and is never taken for a description.

_GLUED = re.compile(r"[a-z](?:Required|Optional|Deprecated)|[a-z]format: \"")
# A heading that no layout knows: what follows it would be taken for part of the section above.
_TITLE = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,3}")
_PROSE_NAME = re.compile(r"[a-z_$][\w$.\[\]-]*[*?]?")
_PROSE_SNAKE = re.compile(r"[a-z][a-z0-9]*_\w+\W?")
_CLOSED = re.compile(r"[.!?:;,)\]\"']$")
_ENDED = re.compile(r"[.!?:;,]$")
_MARKED = re.compile(r"\b(?:REQUIRED|OPTIONAL|required|optional|deprecated)$")
_SHORT = 5


def is_prose(line: Line) -> bool:
    """Tell whether a line is words for people, and nothing that only looks like them.

    Args:
        line: The line.
    """
    words = line.text.split()
    if line.form in (Form.HEADING, Form.ROW) or _GLUED.search(line.text) or _TITLE.fullmatch(line.text):
        return False
    if len(words) == 1:
        return bool(_CLOSED.search(line.text)) and not _PROSE_NAME.fullmatch(line.text)
    if _PROSE_NAME.fullmatch(words[0]):
        is_head = "_" in words[0] and read_marks(words[1].strip("():,-")) is not None
        is_long = len(words) > _SHORT and not _MARKED.search(line.text)
        return not is_head and (is_long or bool(_CLOSED.search(line.text)))
    return not _PROSE_SNAKE.fullmatch(words[0]) or len(words) > _SHORT or bool(_ENDED.search(line.text))
