"""Environment: a clean one, into which a published version is installed as a user would, and a call is made."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement

from generator.release.distribution import Distribution
from generator.release.index import Index
from generator.release.program import module, run

FIRST_CALL = Path(__file__).parent / "first_call.py"


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes:
        folder: Where it stands.
    """

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        place = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return str(self.folder.joinpath(*place))

    def install_from(self, index: Index, distribution: Distribution) -> None:
        """Install the wheel from one index, and what it needs from the usual one.

        Two steps, so that neither index can answer for the other: the first asks the given index alone, without
        any setting of this machine, and takes only the very bytes that were uploaded; the second asks for the
        dependencies by name, and the project's own name is not among them.

        Args:
            index: The index that has the project.
            distribution: What was published there.

        Raises:
            ReleaseError: It can't be installed.
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
        path = [str(found) for found in self.folder.rglob("site-packages")]
        found = next(iter(distributions(name=project, path=path)))
        needed = map(Requirement, found.requires or ())
        return [str(one) for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]

    def call(self, version: str) -> dict[str, str]:
        """Make a first call with what is installed.

        Args:
            version: The version that has to be it.

        Returns:
            What the call tells: versions, and the number that it bought on the sandbox.

        Raises:
            ReleaseError: It fails.
        """
        told: dict[str, str] = json.loads(run([self.python, "-I", str(FIRST_CALL), version], self.folder))
        return told

    def _pip(self, *words: str, environment: dict[str, str] | None = None) -> None:
        """Run this interpreter's pip for the environment, which has none of its own."""
        options = ("--python", self.python, "--disable-pip-version-check")
        run([*module("pip"), *options, *words], self.folder, environment)


def clean_environment(folder: Path) -> Environment:
    """Make a clean environment, in which there is nothing but Python.

    Args:
        folder: Where it shall stand.

    Raises:
        ReleaseError: This Python can't make one.
    """
    run([*module("venv"), "--without-pip", str(folder)], folder.parent)
    return Environment(folder)
