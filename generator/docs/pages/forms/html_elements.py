"""What the elements of HTML mean for the text of a page: which are seen, which are blocks, which nest."""

from __future__ import annotations

import re
from collections.abc import Mapping

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark output q rp rt ruby s samp"  # noqa: SIM905 - not a line for each
    " small span strike strong sub sup time tt u var wbr".split()
)
NESTING: Mapping[str, int] = {"ul": 1, "ol": 1, "dl": 1, "table": 1, "details": 1, "summary": -1}
"""How much deeper what stands in an element is; a summary stands outside of its details."""

_SKIPPED = frozenset(
    "applet area aside audio canvas dialog embed footer frame frameset iframe map math nav noframes noscript object"  # noqa: SIM905 - the same
    " option param script select source style svg template textarea title track video".split()
)
_SKIPPED_ROLES = frozenset(
    {"banner", "complementary", "contentinfo", "dialog", "navigation", "search", "tab", "tablist", "tooltip"}
)
_HIDDEN_CLASSES = frozenset({"hidden", "sr-only", "visually-hidden", "hash-link"})
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# `hidden md:block` hides on a small screen alone.
_SHOWN_CLASS = re.compile(r"(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|inline-block|inline-flex|table)")


def is_unseen(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is no text of the page: run, hidden, or furniture around it.

    Args:
        tag: Its tag.
        attributes: Its attributes.
    """
    if tag in _SKIPPED or attributes.get("role") in _SKIPPED_ROLES:
        return True
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    classes = attributes.get("class", "").split()
    is_hidden = not _HIDDEN_CLASSES.isdisjoint(classes) and not any(map(_SHOWN_CLASS.fullmatch, classes))
    return is_hidden or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))


def is_trail(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is the trail of pages that leads to this one.

    Args:
        tag: Its tag.
        attributes: Its attributes.
    """
    said = f"{attributes.get('aria-label', '')} {attributes.get('class', '')}".lower()
    return tag == "nav" and "breadcrumb" in said


def field_words(tag: str, attributes: Mapping[str, str]) -> str | None:
    """Return the head of the field that an element of the vendors' own Markdown describes, or None.

    Args:
        tag: Its tag, such as `paramfield`.
        attributes: Its attributes.
    """
    if tag not in ("paramfield", "responsefield"):
        return None
    keys = ("path", "query", "header", "body", "name")
    name = next((attributes[key] for key in keys if attributes.get(key)), "")
    marks = ["Required" if _is_set(attributes.get("required")) else "Optional"]
    if _is_set(attributes.get("deprecated")):
        marks.append("Deprecated")
    if "default" in attributes:
        marks.append(f"Defaults to {_bare(attributes['default'])}")
    return " ".join([name, _bare(attributes.get("type", "")), *marks])


def _is_set(value: str | None) -> bool:
    return value is not None and _bare(value) != "false"


def _bare(value: str) -> str:
    return value.strip("{}\"'")
