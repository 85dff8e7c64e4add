"""Tells the texts that every parser and writer of YAML treats alike, line by line, from those that need a closer look.

An ordinary text is written as the curated files are: a mapping whose entries have lines of their own, texts without
escapes, brackets that fit into their line, folded texts, and comments between entries or at the end of a line. It is
read alike as YAML 1.1 and 1.2 but for what its scalars mean, and ruamel.yaml's round trip changes nothing in it.
Whatever is not recognized is not ordinary.
"""

from __future__ import annotations

import re
from functools import lru_cache

WIDTH = 110
"""No line of the curated files is longer, where it can be helped."""
STEP = 2

_NO_TEXT = r"(?!(?:true|false|null|yes|no|on|off|y|n)(?:[,\]}:]|\Z))"
_PLAIN = rf"(?i:{_NO_TEXT})(?:[A-Za-z_/($]|[0-9]{{1,9}} [A-Za-z])(?:[!-9;-~]|:(?=[!-9;-~])| (?=[!\"$-~]))*"
_PLAIN_IN_BRACKETS = rf"(?i:{_NO_TEXT})[A-Za-z_/($](?:[\w$/()<>.+=&@;'-]|:(?=/)| (?=[\w$/(<'-]))*"
_QUOTED = r"'(?:(?:[!-&(-~]|'')(?: ?(?:[!-&(-~]|''))*)?'"
_CONSTANT = r"true|false|null|0|-?[1-9][0-9]{0,17}|[0-9]{1,9}(?:\.[0-9]{1,9}){2}"
_BRACKETS = "\x00"
_ENTRY = rf"(?:{_PLAIN_IN_BRACKETS}|{_QUOTED}|{_CONSTANT}|{_BRACKETS})"
_KEY_IN_BRACKETS = rf"(?:{_PLAIN_IN_BRACKETS}|{_QUOTED})"
_PAIR = rf"{_KEY_IN_BRACKETS}: {_ENTRY}"
_INNERMOST = re.compile(
    rf"\[(?:{_ENTRY}(?:, {_ENTRY})*)?\]|\{{(?:{_PAIR}(?:, {_PAIR})*)?\}}",
    re.ASCII,
)
_SCALAR = re.compile(rf"{_PLAIN}|{_QUOTED}|{_CONSTANT}")
_REMARK = r"#[ -~]*(?<! )"
_LINE, _LINE_WITH_COMMENT = (
    re.compile(
        rf"(?P<indent> *)(?P<dash>- )?(?:(?:{_PLAIN}?|{_QUOTED}):(?: (?P<value>{value}))?|(?P<item>{value}))"
        rf"(?P<comment>{comment})?"
    )
    for value, comment in ((".+", "(?!)"), (rf"{_QUOTED}|[^ #].*?", f" +{_REMARK}"))
)
_FOLDED = re.compile(r"[!-~](?: ?[!-~])*")
_COMMENT = re.compile(_REMARK)


@lru_cache(maxsize=8)
def is_ordinary(text: str) -> bool:
    """Tell whether a text is written in the ordinary way, so that it needs no closer look.

    Args:
        text: A YAML text of plain data, which has no key twice.
    """
    lines = text.split("\n")
    if lines.pop() or not lines:
        return False
    reader = _Lines()
    return all(map(reader.takes, lines)) and reader.is_complete


class _Lines:
    """Takes the lines of a text one after another, as long as they are ordinary."""

    def __init__(self) -> None:
        self._holders: list[
            tuple[int, bool]
        ] = []  # where the entries of each open mapping or list start; is it a list
        self._opened: int | None = 0  # where the first entry of a new one has to start
        self._has_comment = False  # whether a comment follows the key of the new one, in its line
        self._folded: int | None = None  # where the lines of a folded text start
        self._gap: int | None = (
            None  # where the comment before the next entry starts; a blank line's is that entry's
        )
        self.is_complete = False
        """Whether the text may end here."""

    def takes(self, line: str) -> bool:
        """Tell whether this line is ordinary behind those before it."""
        if self._folded is not None and line.startswith(" " * self._folded):
            self.is_complete = True
            is_narrow = len(line) <= WIDTH or " " not in line[self._folded :]
            return is_narrow and _FOLDED.fullmatch(line, self._folded) is not None
        if self._folded is not None and not self.is_complete:
            return False
        self._folded = None
        stripped = line.lstrip(" ")
        if not stripped or stripped.startswith("#"):
            return self._takes_comment(line, len(line) - len(stripped))
        return self._takes_entry(line)

    def _takes_comment(self, line: str, start: int) -> bool:
        if self._holders and self._opened is not None:
            return False
        if not self._holders and not line:
            return False
        if line:
            if self._gap not in (None, -1, start):
                return False
            self._gap = start
        elif self._gap is None:
            self._gap = -1
        self.is_complete = False
        return not line or _COMMENT.fullmatch(line, start) is not None

    def _takes_entry(self, line: str) -> bool:
        pattern = _LINE_WITH_COMMENT if " #" in line else _LINE
        match = pattern.fullmatch(line) if len(line) <= WIDTH else None
        if match is None:
            return False
        start, is_item, has_comment = len(match["indent"]), bool(match["dash"]), bool(match["comment"])
        if self._gap not in (None, -1, start) or not self._fits(start, is_item=is_item):
            return False
        # ruamel.yaml may join or drop lines of a list if a comment follows its key, or an item that is in brackets.
        if is_item and self._has_comment:
            return False
        item, value = match["item"], match["value"]
        self._has_comment = has_comment and item is None and value is None
        self._gap = self._opened = None
        self.is_complete = True
        if is_item:
            start += STEP
        if item is not None:
            return is_item and _is_value(item) and not (has_comment and item[0] in "[{")
        if is_item:
            self._holders.append((start, False))
        return self._takes_value(value, start + STEP) and not (has_comment and value == ">-")

    def _takes_value(self, value: str | None, start: int) -> bool:
        if value is None:
            self._opened = start
            self.is_complete = False
        elif value == ">-":
            self._folded = start
            self.is_complete = False
        else:
            return _is_value(value)
        return True

    def _fits(self, start: int, *, is_item: bool) -> bool:
        """Tell whether an entry may start here, and open or close what that opens or closes."""
        if self._opened is not None:
            if start != self._opened or (is_item and not self._holders):
                return False
            self._holders.append((start, is_item))
            return True
        while self._holders and self._holders[-1][0] > start:
            self._holders.pop()
        return bool(self._holders) and self._holders[-1] == (start, is_item)


def _is_value(value: str) -> bool:
    while value[0] in "[{":
        value, count = _INNERMOST.subn(_BRACKETS, value)
        if not count:
            return False
    return value == _BRACKETS or _SCALAR.fullmatch(value) is not None
