"""Whether a listing goes round in circles, by where it goes on and by what it gives; pure, in bounded memory."""

from collections.abc import Hashable, Sequence
from typing import Any

import msgspec

__all__ = ["CycleDetector", "records_key"]

_MOST_SEEN = 5_000
_NO_IDS = frozenset((None, msgspec.UNSET))


class CycleDetector(msgspec.Struct):
    """The steps of a listing so far.

    The first are remembered, as hashes. Beyond them it is Brent's way of finding a cycle: one step is remembered, and
    replaced at each power of two of steps, so that a circle of any length is found in bounded memory.
    """

    _seen: set[int] = msgspec.field(default_factory=set[int])
    _mark: int | None = None
    _steps: int = 0

    def is_repeat(self, key: Hashable) -> bool:
        """Whether a step came before; it is remembered.

        Args:
            key: What the step is known by.
        """
        step = hash(key)
        if step == self._mark or step in self._seen:
            return True
        self._steps += 1
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(step)
        if self._steps & (self._steps - 1) == 0:
            self._mark = step
        return False


def records_key(records: Sequence[Any]) -> Hashable:
    """What the records of a page are known by: their ids, in any order; the records themselves where one has none."""
    try:
        ids = frozenset([record.id for record in records])
    except (AttributeError, TypeError):
        ids = _NO_IDS
    if ids.isdisjoint(_NO_IDS):
        return ids
    try:
        return msgspec.json.encode(records, enc_hook=repr)
    except (TypeError, RecursionError):
        return repr(records)
