"""What changed between two states for those who call the client: their documents, interfaces and typing tests.

One way through: a name becomes a state (`reading`), two states a comparison (`comparing`), a comparison words
(`telling`) and the next version. The states' code is read and never run.
"""

from __future__ import annotations

from generator.diff.change import Change, Comparison, Level
from generator.diff.comparing import compare
from generator.diff.reading import WORKTREE, read_state
from generator.diff.revision import last_release
from generator.diff.state import State, StateError
from generator.diff.telling import as_data, as_lines, as_markdown
from generator.diff.version import next_version

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
    "compare",
    "last_release",
    "next_version",
    "read_state",
]
