"""Reads a page in its layout; an error says how far it was read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from generator.docs.pages import sample_reader
from generator.docs.pages.capture import Capture, PageError, decode_page, excerpt
from generator.docs.pages.layouts import GLUED, INLINE, OUTLINE, REFERENCE, STACKED, Layout
from generator.docs.pages.lines import ADVICE, Line, text_digest
from generator.docs.pages.openapi_page import read_document
from generator.docs.pages.page_draft import Draft, Part
from generator.docs.pages.paths import Scope
from generator.docs.pages.section_reader import read_sections
from generator.docs.pages.sentences import is_rule_of_body, sentence_digest, split_sentences
from generator.docs.pages.systems import saving_advice
from generator.docs.pages.text import PageText, page_text
from generator.facts import UNREAD_PART, Fields, Operation, Page


@dataclass(frozen=True)
class Reading:
    """What was read of a page.

    Attributes:
        page: Its facts.
        sentences: The sentences behind the digests of `unread`; they are kept nowhere else.
        gaps: What the page leaves out, in words for people.
        passed_operations: How many further operations it describes that nobody asked for.
        unread_parts: What it states and this can't read, in words for people, by the marks in `unread`.
    """

    page: Page
    sentences: Mapping[str, str]
    gaps: tuple[str, ...] = ()
    passed_operations: int = 0
    unread_parts: Mapping[str, str] = field(default_factory=dict[str, str])

    def gaps_beside(self, told: Collection[str]) -> tuple[str, ...]:
        """Return what is not shown or not read, without what is told anyway.

        Args:
            told: The words that are told anyway.
        """
        return (*self.gaps, *(part for part in self.unread_parts.values() if part not in told))


def read_page(capture: Capture, scope: Scope | None = None) -> Reading:
    """Read a page.

    Args:
        capture: The page as it came.
        scope: What to read of a document of a whole API; all by default.

    Raises:
        PageError: It can't be read, or not to its end.
    """
    characters = decode_page(capture)
    try:
        text = page_text(capture, characters)
        if text.document is None:
            draft = read_lines(text.lines)
        else:
            draft = read_document(text.document, scope if text.is_document else None)
        return _build_reading(draft, capture, text, scope)
    except PageError as error:
        advice = saving_advice(characters)
        if not advice:
            raise
        reason = error.message.removesuffix(ADVICE).rstrip(".")
        raise PageError(f"{reason}; {advice}.", error.line, error.read) from None


def _build_reading(draft: Draft, capture: Capture, text: PageText, scope: Scope | None) -> Reading:
    for name, draft_field in draft.named_fields():
        if scope is not None:
            draft_field.read_joined_values(name, scope.values.get(name, ()))
    sentences: dict[str, str] = {}
    operations = {
        operation.name: Operation(
            operation.name,
            operation.method,
            operation.path,
            # A list without fields states nothing: it may be shown by script, or folded away.
            {part: _field_facts(fields, sentences) for part, fields in operation.parts.items() if fields},
            tuple(operation.statuses),
            (*_unread_rules(operation.words, sentences), *_part_marks(operation.unread_parts)),
            operation.body_required,
        )
        for operation in draft.operations
    }
    page = Page(
        title=draft.title or draft.operations[0].name,
        operations=operations,
        layout=draft.layout,
        url=capture.url or text.url,
        date=text.date,
        digest=text_digest(text.lines),
        etag=capture.etag,
        security=draft.security,
        errors={status: _field_facts(fields, sentences) for status, fields in draft.errors.items() if fields},
    )
    parts = list(dict.fromkeys(part for one in draft.operations for part in one.unread_parts))
    return Reading(
        page,
        sentences,
        (*draft.gaps, *_value_gaps(draft, scope)),
        draft.passed_operations,
        dict(zip(_part_marks(parts), parts, strict=True)),
    )


def _unread_rules(words: Sequence[str], sentences: dict[str, str]) -> tuple[str, ...]:
    """Return the digests of the sentences above the fields of an operation that sound like a rule."""
    rules = {
        sentence_digest(rule): rule for rule in split_sentences("\n".join(words)) if is_rule_of_body(rule)
    }
    sentences |= rules
    return tuple(rules)


def _part_marks(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the marks under which the sources keep that parts of an operation were not read."""
    return tuple(UNREAD_PART + sentence_digest(part) for part in dict.fromkeys(parts))


def _value_gaps(draft: Draft, scope: Scope | None) -> list[str]:
    """Return in words which fields have values that the page doesn't show, and nobody knows, or that nothing parts."""
    known = frozenset(scope.values) if scope else frozenset[str]()
    hidden = [name for name, one in draft.named_fields() if one.has_hidden_values and name not in known]
    joined = [
        f"the values of {name}: nothing parts them in {excerpt(one.joined_values[0])}"
        for name, one in draft.named_fields()
        if one.joined_values and "enum" not in one.facts
    ]
    names = list(dict.fromkeys(hidden))
    return [*joined, *([f"the values of {', '.join(names)}: the page shows none"] if names else [])]


def _field_facts(fields: Part, sentences: dict[str, str]) -> Fields:
    facts_by_name: dict[str, Mapping[str, object]] = {}
    for name, one in fields.items():
        description = one.read_facts(name)
        sentences |= description.sentences
        facts_by_name[name] = description.facts
    return facts_by_name


# The layouts of documentation pages: those of layouts.py, and `samples`; a new one is a row in this table.

_Read = Callable[[Sequence[Line]], Draft]


def _layout_row(layout: Layout) -> tuple[Callable[[Sequence[Line]], bool], _Read]:
    return layout.has_signs, lambda lines: read_sections(lines, layout)


# A page may have the signs of several: the first one counts.
_LAYOUTS: tuple[tuple[Callable[[Sequence[Line]], bool], _Read], ...] = (
    (sample_reader.has_signs, sample_reader.read_samples),
    *map(_layout_row, (REFERENCE, STACKED, INLINE, GLUED, OUTLINE)),
)


def read_lines(lines: Sequence[Line]) -> Draft:
    """Read a page in the layout that it is in.

    Args:
        lines: Its lines.

    Raises:
        PageError: It is in none of them, or a line is not expected where it stands.
    """
    for has_signs, read in _LAYOUTS:
        if has_signs(lines):
            return read(lines)
    raise PageError(
        "this is not a page of an API reference, or its layout is unknown;"
        " pass the page that lists an operation's fields, its .md version, or the OpenAPI document."
    )
