"""What changed between two states for users of the client: their documents, interfaces and typing tests.

A name becomes a state (`states`), two states a comparison (`comparison`), and a comparison a report and the next
version (`report`). The states' code is read and never run.
"""

from __future__ import annotations

from generator.diff.comparison import Comparison, compare_states
from generator.diff.kinds import Change, Level, next_version
from generator.diff.report import as_data, as_lines, as_markdown
from generator.diff.states import WORKTREE, State, StateError, last_release, read_state

__all__ = [
    "WORKTREE",
    "Change",
    "Comparison",
    "Level",
    "State",
    "StateError",
    "as_data",
    "as_lines",
    "as_markdown",
    "compare_states",
    "last_release",
    "next_version",
    "read_state",
]
