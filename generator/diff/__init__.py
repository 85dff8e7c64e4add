"""What changed between two states for those who call the client: their documents, interfaces and typing tests.

One way through: a name becomes a state (`reading`), two states a comparison (`comparing`), a comparison words
(`telling`) and the next version. The states' code is read and never run.
"""

from __future__ import annotations

from generator.diff.compare import Comparison, compare_states
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
