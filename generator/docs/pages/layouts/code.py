"""The code that a page shows: a curl command and the JSON of answers, also where nothing parts one from the next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from generator.docs.pages.errors import PageError
from generator.docs.pages.samples import end_of_value, read_value

_WORD = re.compile(r"\s*(?:\\\s+)?(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<bare>[^\s'\"{\[\\]+))")
_SOMETHING = re.compile(r"\S")
_METHOD = frozenset({"-X", "--request"})
_BODY = frozenset({"-d", "--data", "--data-raw", "--json"})


@dataclass
class Shown:
    """What the code of a page shows.

    Attributes:
        method: The method of the request, or None where no request is shown.
        url: Its URL, or None.
        body: The value of its body, or None.
        answers: The values of answers, in the page's order.
    """

    method: str | None = None
    url: str | None = None
    body: Any = None
    answers: list[Any] = field(default_factory=list[Any])

    def add(self, text: str, line: int) -> None:
        """Add what a block of code shows.

        Args:
            text: The block.
            line: Where it begins, for the error.

        Raises:
            PageError: A command or a sample in it doesn't end, or something else stands there.
        """
        at = 0
        while begun := _SOMETHING.search(text, at):
            at = begun.start()
            end = end_of_value(text, at) if text[at] in "{[" else None
            if text.startswith("curl ", at):
                at = self._command(text, at, line)
            elif end is not None:
                self.answers.append(read_value(text[at:end], line))
                at = end
            else:
                raise PageError(
                    "the code that begins here doesn't end as it should; save the whole page.", line
                )

    def _command(self, text: str, end: int, line: int) -> int:
        words: list[str] = []
        while match := _WORD.match(text, end):
            words.append(match["single"] or match["double"] or match["bare"] or "")
            end = match.end()
        options = dict(pairwise(words))
        self.url = next((word for word in words if "://" in word), None)
        self.method = next((options[word] for word in words if word in _METHOD and word in options), None)
        body = next((options[word] for word in words if word in _BODY and word in options), None)
        if body:
            self.body = read_value(body, line)
        self.method = self.method or ("POST" if body else "GET")
        return end
