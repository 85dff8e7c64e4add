"""Reading a state by the name somebody gives it: the working tree, a folder, a wheel, or a revision of git."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from generator.diff.archive import unpack_wheel
from generator.diff.revision import unpack_revision
from generator.diff.state import State, StateError, state_of
from generator.output import workshop

WORKTREE = "worktree"
"""What the working tree is called where a state is named."""


@contextmanager
def read_state(name: str | Path | None, root: Path) -> Generator[State]:
    """Give a state, whose files are there until the block ends.

    Args:
        name: A wheel (a path that ends in .whl), a folder, or else a revision of git; None or `worktree` for the
            project's working tree.
        root: The project's folder, in which revisions are looked up.

    Raises:
        StateError: There is no such state, or it can't be read.
    """
    path = Path(name or WORKTREE)
    if name is None or str(name) == WORKTREE:
        yield state_of(root, "the working tree")
    elif _is_folder(path):
        yield state_of(path, str(name))
    else:
        with workshop() as folder:
            if path.suffix == ".whl":
                _unpack_wheel(path, folder)
            elif isinstance(name, Path):
                raise StateError(f"{name} is no folder and no wheel (.whl).")
            else:
                unpack_revision(root, name, folder)
            yield state_of(folder, str(name))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no file system takes a name of any length
        return False


def _unpack_wheel(path: Path, folder: Path) -> None:
    if not path.is_file():
        raise StateError(f"There is no wheel {path}.")
    unpack_wheel(path, folder)
