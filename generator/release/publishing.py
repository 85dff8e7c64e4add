"""Publishes what this commit builds; on loopback it is installed and called as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement

from generator.files import workshop
from generator.findings import CommandError
from generator.git import Repository
from generator.programs import module_command, require_installed, run
from generator.release.archives import DIST, Distribution, build_archives, place_archives, require_in_dist
from generator.release.index import VARIABLE, Index, index_at, missing_archives, upload_archives
from generator.release.version_lines import project_version

Report = Callable[[str], None]
Build = Callable[[Repository, Report], Distribution]


@dataclass(frozen=True)
class Publication:
    """What was published, or could be.

    Attributes:
        archives: The archives.
        url: The index.
        files: The archives that were uploaded; of a check, those that could be.
        call: What the first call from a clean environment returned; empty where none was made.
    """

    archives: Distribution
    url: str
    files: Sequence[str]
    call: Mapping[str, str]


def publish(
    repository: Repository,
    environment: Mapping[str, str],
    report: Report,
    *,
    is_check: bool = False,
    build: Build = build_archives,
) -> Publication:
    """Publish to the index that the environment names, or to one on loopback that is there for this run alone.

    Args:
        repository: The tree.
        environment: The process's environment, with the index and twine's credentials.
        report: Receives a line for each slow step.
        is_check: Whether all is only checked, and nothing uploaded.
        build: Makes the archives.

    Raises:
        CommandError: It can't be published; where anything was uploaded, the message says what.
    """
    if url := environment.get(VARIABLE):
        index = index_at(url, environment)
        return _publish_to(index, _build_for(repository, index, report, build), report, is_check=is_check)
    with workshop() as folder, serve_folder(folder) as url:
        report(f"an index of its own listens at {url}")
        # Credentials that are set for a real index are none of this one's business.
        index = index_at(url, {})
        return _publish_to(index, _build_for(repository, index, report, build), report, is_check=is_check)


def _publish_to(index: Index, archives: Distribution, report: Report, *, is_check: bool) -> Publication:
    if is_check:
        return Publication(archives, index.url, missing_archives(index, archives), {})
    names = upload_archives(index, archives, report)
    return Publication(
        archives, index.url, names, _install_and_call(index, archives, report) if index.is_loopback else {}
    )


def _build_for(repository: Repository, index: Index, report: Report, build: Build) -> Distribution:
    """Return what this commit builds; for a real index, of a release whose archives in dist/ are the same bytes."""
    folder = repository.root / DIST
    if index.is_loopback:
        archives = build(repository, report)
        place_archives(archives, folder)
        return archives
    require_tagged(repository)
    archives = build(repository, report)
    require_in_dist(archives, folder)
    return archives


def require_tagged(repository: Repository) -> None:
    """Refuse to publish anything but a release: a clean tree whose commit carries the version's tag.

    Args:
        repository: The tree.

    Raises:
        CommandError: The tree is not clean, or the tag is missing or another.
    """
    repository.require_clean("Publishing")
    version = project_version((repository.root / "pyproject.toml").read_text(encoding="utf-8"))
    tagged = repository.released_versions("--points-at", "HEAD")
    if version not in tagged:
        carried = f"carries the tag v{tagged[0]}" if tagged else "carries no tag of a release"
        raise CommandError(
            f"The version is {version}, and this commit {carried}. Only a release is published to a real index:"
            f" check out v{version}, or make it first (nox -s release)."
        )


def _install_and_call(index: Index, archives: Distribution, report: Report) -> dict[str, str]:
    with workshop() as folder:
        report(f"installing {archives.version} from {index.lists} into a clean environment")
        environment = create_environment(folder / "clean")
        environment.install_from(index, archives)
        return environment.call(archives.version)


# Environment: a clean one, into which a published version is installed as a user would, and a call is made.

FIRST_CALL = Path(__file__).parent / "first_call.py"


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes:
        folder: Where it is.
    """

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        place_archives = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return str(self.folder.joinpath(*place_archives))

    def install_from(self, index: Index, distribution: Distribution) -> None:
        """Install the wheel from one index, and what it needs from the usual one.

        Two steps, so that neither index can answer for the other: the first asks the given index alone, without
        any setting of this machine, and takes only the very bytes that were uploaded; the second asks for the
        dependencies by name, and the project's own name is not among them.

        Args:
            index: The index that has the project.
            distribution: What was published there.

        Raises:
            CommandError: It can't be installed.
        """
        wheel = next(name for name in distribution.files if name.endswith(".whl"))
        wanted = self.folder / "wanted.txt"
        pin = f"{distribution.name}=={distribution.version} --hash=sha256:{distribution.hashes[wheel]}"
        wanted.write_text(f"{pin}\n", encoding="utf-8")
        alone = {"PIP_CONFIG_FILE": os.devnull, **index.without_proxy}
        only = ["--no-deps", "--only-binary=:all:", "--no-cache-dir"]
        self._pip(
            "--isolated", "install", *only, "--index-url", index.lists, "-r", str(wanted), environment=alone
        )
        if needed := self.requirements(distribution.name):
            self._pip("install", *needed)
        self._pip("check")

    def requirements(self, project: str) -> list[str]:
        """Return what an installed project needs, its extras left out."""
        path = [str(folder) for folder in self.folder.rglob("site-packages")]
        package = next(iter(distributions(name=project, path=path)))
        needed = map(Requirement, package.requires or ())
        return [str(need) for need in needed if need.marker is None or need.marker.evaluate({"extra": ""})]

    def call(self, version: str) -> dict[str, str]:
        """Make a first call with what is installed.

        Args:
            version: The version that has to be it.

        Returns:
            What the call returns: versions, and the number that it bought on the sandbox.

        Raises:
            CommandError: It fails.
        """
        report: dict[str, str] = json.loads(run([self.python, "-I", str(FIRST_CALL), version], self.folder))
        return report

    def _pip(self, *words: str, environment: dict[str, str] | None = None) -> None:
        """Run this interpreter's pip for the environment, which has none of its own."""
        options = ("--python", self.python, "--disable-pip-version-check")
        run([*module_command("pip"), *options, *words], self.folder, environment)


def create_environment(folder: Path) -> Environment:
    """Make a clean environment, in which there is nothing but Python.

    Args:
        folder: Where to create it.

    Raises:
        CommandError: This Python can't make one.
    """
    run([*module_command("venv"), "--without-pip", str(folder)], folder.parent)
    return Environment(folder)


# Loopback: a package index of this machine alone, which knows no other index and is gone afterwards.

_SCRIPT = Path(__file__).parent / "loopback_run.py"


@contextmanager
def serve_folder(folder: Path) -> Generator[str]:
    """Serve a folder as a package index, on a free port; gives its URL.

    Args:
        folder: Where the files are; it takes uploads without credentials, and no file twice.

    Raises:
        CommandError: The server isn't installed, or doesn't start.
    """
    require_installed("pypiserver")
    command = [sys.executable, "-I", str(_SCRIPT), str(folder)]
    # Leaving the block closes its stdin, which ends it; so does any other end of this process.
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        url = server.stdout.readline().strip() if server.stdout else ""
        if not url:
            lines: list[str] = server.stderr.read().strip().splitlines() if server.stderr else []
            raise CommandError(
                f"The index on loopback doesn't start: {lines[-1] if lines else 'it printed nothing'}."
            )
        yield url
