"""Changes several files as one; after a run that was killed, the next one restores them from a journal.

The journal is a hidden folder of the project. It holds what stood in each file before the first one is changed, and
is removed when all are written; a run that finds one restores the files, unless somebody changed them since.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

from generator.files import OutputError, lock_folder, restore_folder, write_synced

HOME = ".numberwire-write"
"""The hidden folder that is there while files are changed."""
_JOURNAL = "journal.json"
STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals by which a run is asked to end."""
Files = Mapping[Path, bytes | None]


@dataclass(frozen=True)
class _Entry:
    """What the journal says of one file.

    Attributes:
        path: The file, whose links are followed unless it is removed.
        before: The copy of what stood there; None where nothing did.
        mode: The mode it had.
        link: Where it led, if a link is removed.
        after: The SHA-256 of what it becomes; None where it is removed.
        aside: Where its new content is written first.
    """

    path: str
    before: str | None
    mode: int | None
    link: str | None
    after: str | None
    aside: str


class Edit:
    """A change of several files that isn't finished: all of it is kept, or none.

    Args:
        home: The folder of its journal, which is this run's alone.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._entries: list[_Entry] = []
        self._folders: list[str] = []

    def write(self, files: Files) -> None:
        """Write more files.

        Args:
            files: What each file shall hold; None removes it.

        Raises:
            OutputError: One can't be written.
        """
        with _report_write_errors(self._home), defer_signals():
            contents = {_target_path(path, content): content for path, content in files.items()}
            entries = [
                self._entry(path, content, len(self._entries) + index)
                for index, (path, content) in enumerate(contents.items())
            ]
            self._folders += [str(folder) for folder in _missing_folders(contents)]
            self._entries += entries
            self._write_journal()
            for entry, content in zip(entries, contents.values(), strict=True):
                _stage_content(entry, content)
            for folder in {Path(entry.aside).parent for entry in entries}:
                _sync_folder(folder)
            _replace_files(entries)
            for folder in {Path(entry.path).parent for entry in entries}:
                _sync_folder(folder)

    def keep(self) -> None:
        """End with all files as they were written."""
        with _report_write_errors(self._home), defer_signals():
            (self._home / _JOURNAL).unlink(missing_ok=True)

    def undo(self) -> list[str]:
        """End with all files as they were before; return those that somebody else changed since."""
        changed = [entry.path for entry in self._entries if not _restore_file(entry, self._home)]
        for folder in map(Path, self._folders):
            with suppress(OSError):  # somebody else put something there, and keeps it
                folder.rmdir()
        (self._home / _JOURNAL).unlink(missing_ok=True)
        return changed

    def read_journal(self) -> None:
        """Read the journal that another run left.

        Raises:
            ValueError: It is not a journal.
        """
        data = json.loads((self._home / _JOURNAL).read_bytes())
        try:
            self._entries = [_Entry(**entry) for entry in data["files"]]
            self._folders = [str(folder) for folder in data["folders"]]
        except (TypeError, KeyError):
            raise ValueError("not a journal") from None

    @property
    def paths(self) -> list[str]:
        """The files, as a reader knows them."""
        root = self._home.parent
        paths = (Path(entry.path) for entry in self._entries)
        return [(path.relative_to(root) if path.is_relative_to(root) else path).as_posix() for path in paths]

    def _entry(self, path: Path, content: bytes | None, number: int) -> _Entry:
        before = mode = link = None
        if path.is_symlink():  # it is removed; any other link was followed
            link = str(path.readlink())
        elif path.exists():
            before, mode = f"{number}.old", path.stat().st_mode & 0o7777
            write_synced(self._home / before, path.read_bytes())
        folder = _existing_folder(path)
        is_near = folder.stat().st_dev == self._home.stat().st_dev
        aside = self._home / f"{number}.new" if is_near else path.with_name(f".{path.name}.new")
        after = None if content is None else hashlib.sha256(content).hexdigest()
        return _Entry(str(path), before, mode, link, after, str(aside))

    def _write_journal(self) -> None:
        data = {"files": [asdict(entry) for entry in self._entries], "folders": self._folders}
        aside = self._home / f"{_JOURNAL}.new"
        write_synced(aside, json.dumps(data).encode())
        aside.replace(self._home / _JOURNAL)
        _sync_folder(self._home)


@contextmanager
def edit_files(files: Files) -> Generator[Edit]:
    """Change files, and put back what stood there if this or the block below it fails or is interrupted.

    Args:
        files: What each file shall hold; None removes it. The block can write more.

    Raises:
        OutputError: One can't be written.
    """
    with _open_home(_journal_folder(files)) as home:
        edit = Edit(home)
        try:
            edit.write(files)
            yield edit
        except BaseException:
            with defer_signals():
                edit.undo()
            raise
        edit.keep()


def write_set(files: Files) -> None:
    """Change files as one, at a time when no signal can part them.

    Args:
        files: What each file shall hold; None removes it.

    Raises:
        OutputError: One can't be written; all are as they were.
    """
    with defer_signals(), edit_files(files):
        pass


def recover_files(root: Path, *folders: Path, report: Callable[[str], None]) -> None:
    """Undo what a run that was killed left half done, and remove its temporary files.

    Args:
        root: The project.
        folders: The folders of it that are swapped as a whole.
        report: Receives a line for each run whose changes are undone.
    """
    try:
        for folder in folders:
            with lock_folder(folder.parent, waits=False) as is_free:
                if is_free and restore_folder(folder):
                    report(
                        f"an earlier run was killed while writing {folder.name}: its changes have been undone."
                    )
        home = root / HOME
        with lock_folder(root, waits=False) as is_free:
            is_left = is_free and home.is_dir()
        if is_left:
            with _open_home(home, report):
                pass
    except (OSError, OutputError) as error:
        report(f"an earlier run was killed, and its changes can't be undone: {error}")


@contextmanager
def defer_signals() -> Generator[None]:
    """Let a run be asked to end after the block and not within it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    handlers = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for number in received[:1]:
            signal.raise_signal(number)


def _journal_folder(files: Files) -> Path:
    """Return where the journal of a change goes: to the top of the project, or else to what holds all the files."""
    folder = Path(os.path.commonpath([path.absolute().parent for path in files])) if files else Path.cwd()
    holders = (folder, *folder.parents)
    return (
        next(
            (holder for holder in holders if (holder / "pyproject.toml").is_file()), _existing_folder(folder)
        )
        / HOME
    )


@contextmanager
def _open_home(home: Path, report: Callable[[str], None] = lambda _: None) -> Generator[Path]:
    """Give the empty folder of a journal, which is gone at the end; what an earlier run began is taken back first."""
    with lock_folder(home.parent):
        with _report_write_errors(home):
            home.mkdir(exist_ok=True)
            _recover_journal(home, report)
            (home / ".gitignore").write_text("*\n", encoding="utf-8")
        try:
            yield home
        finally:
            if not (home / _JOURNAL).exists():  # where undoing failed, the next run tries again
                shutil.rmtree(home, ignore_errors=True)


def _recover_journal(home: Path, report: Callable[[str], None]) -> None:
    if (home / _JOURNAL).is_file():
        edit = Edit(home)
        try:
            edit.read_journal()
        except ValueError:
            raise OutputError(
                f"{home / _JOURNAL} is damaged: look at the files, and remove {home}."
            ) from None
        with defer_signals():
            changed = edit.undo()
        exception = f", except {', '.join(changed)}, changed since then" if changed else ""
        report(
            f"an earlier run was killed while writing {', '.join(edit.paths)}:"
            f" its changes have been undone{exception}."
        )
    for path in home.iterdir():
        path.unlink()


@contextmanager
def _report_write_errors(home: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        name = error.filename2 or error.filename or home.parent
        raise OutputError(f"{name} can't be written: {error.strerror or error}.") from None


def _target_path(path: Path, content: bytes | None) -> Path:
    """Return the file that is changed: where a link leads, unless the link itself is removed."""
    return path.absolute() if content is None else path.resolve()


def _stage_content(entry: _Entry, content: bytes | None) -> None:
    """Write a file's new content, with its mode, to where it waits for the rename."""
    if content is None:
        return
    Path(entry.path).parent.mkdir(parents=True, exist_ok=True)
    write_synced(Path(entry.aside), content, entry.mode)


def _replace_files(entries: Sequence[_Entry]) -> None:
    """Put all the new content in place; nothing is done between two renames, so hardly any kill falls between them."""
    renames = [(entry.aside, entry.path) for entry in entries if entry.after is not None]
    removals = [entry.path for entry in entries if entry.after is None]
    with _hold_open([path for _, path in renames]):
        for aside, path in renames:
            os.replace(aside, path)  # noqa: PTH105 - without the time that two paths would take
    for path in removals:
        Path(path).unlink(missing_ok=True)


@contextmanager
def _hold_open(paths: Sequence[str]) -> Generator[None]:
    """Keep files open while others take their names: to free a file's blocks within the rename takes milliseconds."""
    with ExitStack() as files:
        for path in map(Path, paths):
            if sys.platform != "win32" and path.is_file():  # Windows replaces no file that is open
                files.enter_context(path.open("rb"))
        yield


def _restore_file(entry: _Entry, home: Path) -> bool:
    """Put back what stood in a file; return False where somebody changed it since."""
    path = Path(entry.path)
    Path(entry.aside).unlink(missing_ok=True)
    there = path.read_bytes() if path.is_file() else None
    before = (home / entry.before).read_bytes() if entry.before else None
    if there == before and not entry.link:
        return True
    if (None if there is None else hashlib.sha256(there).hexdigest()) != entry.after:
        return path.is_symlink() and entry.link is not None
    if entry.link:
        path.symlink_to(entry.link)
    elif before is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_synced(Path(entry.aside), before, entry.mode)
        Path(entry.aside).replace(path)
    return True


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32" or not folder.is_dir():
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _existing_folder(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _missing_folders(files: Files) -> list[Path]:
    """Return the folders that writing makes, the deepest first."""
    folders = {folder for path, content in files.items() if content is not None for folder in path.parents}
    return sorted((folder for folder in folders if not folder.exists()), reverse=True)
