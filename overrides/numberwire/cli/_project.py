"""The file numberwire.toml of a project, and the files of a fleet that it or the command line names."""

import codecs
import os
import sys
import tomllib
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numberwire._keywords import suggest as suggest_name
from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._masking import is_text
from numberwire.cli._streams import say, write_file
from numberwire.fleet._document import Fleet, FleetError, Source
from numberwire.fleet._protocols import Api
from numberwire.fleet._reading import read_fleet

__all__ = [
    "APIS",
    "DEFAULT_FLEET",
    "FLEET_SUFFIXES",
    "Project",
    "find_files",
    "hold_files",
    "load_fleet",
    "read_project",
    "read_sources",
    "write_source",
]

DEFAULT_FLEET = "fleet.yaml"
_NAME = "numberwire.toml"
FLEET_SUFFIXES = (".yaml", ".yml", ".csv")
_MOST = {"pace": 1_000_000, "in_flight": 500}


@dataclass(frozen=True)
class Project:
    """What numberwire.toml says.

    Attributes:
        fleet: The files or folders of the fleet.
        state_dir: Where runs are kept.
        pace: Writes a second.
        in_flight: Changes under way at once.
    """

    fleet: tuple[str, ...] = ()
    state_dir: str | None = None
    pace: float | None = None
    in_flight: int | None = None


def read_project() -> Project:
    """Read numberwire.toml of this folder, or of the nearest one above that has it.

    Raises:
        Failure: It can't be used.
    """
    here = Path.cwd()
    path = next((folder / _NAME for folder in (here, *here.parents) if (folder / _NAME).is_file()), None)
    if path is None:
        return Project()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _parse_project(document, path.parent)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise Failure(f"{path} can't be used: {error}", ExitCode.USAGE) from error


def _parse_project(document: dict[str, Any], folder: Path) -> Project:
    """What a document says, its paths seen from its folder.

    Raises:
        ValueError: A key is unknown.
        TypeError: A value is of the wrong kind.
    """
    kinds: dict[str, tuple[type, ...]] = {
        "fleet": (str, list),
        "state_dir": (str,),
        "pace": (int, float),
        "in_flight": (int,),
    }
    for name, value in document.items():
        if name not in kinds:
            raise ValueError(f"{name} is not a setting. {suggest_name(name, kinds)}")
        if not isinstance(value, kinds[name]) or isinstance(value, bool):
            raise TypeError(f"{name} is of the wrong kind: {value!r}")
        if isinstance(value, int | float) and not 0 < value <= _MOST[name]:
            raise ValueError(f"{name} is {value}: it must be more than 0, and {_MOST[name]} at most")
    fleet = document.get("fleet", [])
    names: list[Any] = [fleet] if isinstance(fleet, str) else fleet
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"fleet must be a list of names: {fleet!r}")
    state = document.get("state_dir")
    return Project(
        fleet=tuple(str(folder / name) for name in names),
        state_dir=str(folder / state) if state else None,
        pace=document.get("pace"),
        in_flight=document.get("in_flight"),
    )


def find_files(names: Sequence[str]) -> list[Path]:
    """The files of a fleet: those that the command line names, those of numberwire.toml, or fleet.yaml.

    Raises:
        Failure: One isn't there.
    """
    names = names or read_project().fleet or (DEFAULT_FLEET,)
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix.lower() in FLEET_SUFFIXES)
            if not inside:
                raise Failure(f"The folder {name} has no .yaml or .csv file.", ExitCode.USAGE)
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise Failure(
                f"The file {name} does not exist. Export the account's numbers to it: {suggest('export', '-o', name)}",
                ExitCode.USAGE,
            )
    unique: dict[Path, Path] = {}
    for file in files:  # one that is named twice, or by its folder as well, is read once
        unique.setdefault(file.resolve(), file)
    return list(unique.values())


def read_sources(names: Sequence[str]) -> list[Source]:
    """Read the files of a fleet.

    Raises:
        Failure: One can't be read.
    """
    sources: list[Source] = []
    for path in find_files(names):
        if not is_text(str(path)):
            raise Failure(f"The name of {str(path)!r} is not text: give the file another.", ExitCode.USAGE)
        try:
            # Line ends stay as they are: a cell of a CSV file may have some of its own.
            sources.append(Source(str(path), path.read_bytes().decode("utf-8-sig")))
        except OSError as error:
            raise Failure(f"{path} can't be read: {error.strerror}", ExitCode.USAGE) from error
        except UnicodeError as error:
            raise Failure(
                f"{path} is not a text in UTF-8: save it in that encoding", ExitCode.USAGE
            ) from error
    return sources


def write_source(source: Source, text: str) -> None:
    """Write a file of a fleet anew.

    Args:
        source: The file as it was read.
        text: What it is to say.

    Raises:
        Failure: Something else was written into it meanwhile, or it can't be written.
    """
    path = Path(source.name)
    try:
        content, mode = path.read_bytes(), path.stat().st_mode
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        if content != mark + source.text.encode():
            raise Failure(
                f"{source.name} was changed while the command ran, and was left unchanged: run it again.",
                ExitCode.STALE,
            )
        write_file(path, mark.decode() + text)
        path.chmod(mode)
    except OSError as error:
        raise Failure(f"{source.name} can't be written: {error.strerror}. It is as it was.") from error


@contextmanager
def hold_files(names: Sequence[str]) -> Generator[None]:
    """Let no other numberwire command edit the files of a fleet meanwhile; their folders are held, where that works.

    Raises:
        Failure: One isn't there.
    """
    folders = sorted({path.resolve().parent for path in find_files(names)})
    with ExitStack() as held:
        for folder in folders:
            held.enter_context(_hold_folder(folder))
        yield


@contextmanager
def _hold_folder(folder: Path) -> Generator[None]:
    if sys.platform == "win32":  # a folder can't be opened there
        yield
        return
    import fcntl  # noqa: PLC0415 it is not everywhere

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # it can be searched, and not listed
        yield
        return
    try:
        with suppress(OSError):  # a network's file system may have no locks
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(f"Waiting for another numberwire command that edits a file in {folder}.")
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def load_fleet(names: Sequence[str]) -> tuple[Fleet, list[Source]]:
    """Read what the files of a fleet say.

    Raises:
        Failure: There are mistakes in them; each stands in a line.
    """
    sources = read_sources(names)
    try:
        return read_fleet(sources, APIS()), sources
    except FleetError as error:
        count = len(error.mistakes)
        noun = "mistake" if count == 1 else "mistakes"
        raise Failure(
            f"{count} {noun} in the fleet; nothing was sent.",
            ExitCode.USAGE,
            [str(mistake) for mistake in error.mistakes],
        ) from error


def APIS() -> dict[str, Api]:  # noqa: N802 it is a table, made when it is asked for
    """The APIs whose numbers can be kept in a file."""
    from numberwire.routing._fleet import RoutingApi  # noqa: PLC0415 as said
    from numberwire.signalwire._fleet import SignalWireApi  # noqa: PLC0415 as said

    return {api.name: api for api in (SignalWireApi(), RoutingApi())}
