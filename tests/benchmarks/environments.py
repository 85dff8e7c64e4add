"""A virtual environment for each peer, made by uv; one that can't be made is left out by name, with the reason."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.peers import PEERS, Peer

__all__ = ["Environments", "InstallError", "make_environments"]

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "signalwire.yaml"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
STAMP = "made.json"
_LONGEST = 600

Report = Callable[[str], None]


class InstallError(Exception):
    """A command failed; the message is the end of what it said."""


@dataclass(slots=True)
class Environments:
    """The environments that could be made.

    Attributes:
        pythons: The interpreter of each peer.
        versions: What is installed in each, by the distribution's name.
        left_out: Why a peer has none.
    """

    pythons: dict[str, Path] = field(default_factory=dict)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def make_environments(folder: Path, names: set[str], report: Report) -> Environments:
    """Make the environments, or use again those that were made of the same things.

    Args:
        folder: Where they go.
        names: The peers that are needed.
        report: Where to tell what is being made.
    """
    made = Environments()
    for peer in PEERS:
        if peer.name in names:
            try:
                python = _environment(peer, folder, report)
                made.versions[peer.name] = _versions(python) | dict(
                    one.split("==") for one in peer.requirements
                )
            except InstallError as error:
                made.left_out[peer.name] = str(error)
                report(f"{peer.name} is left out: {error}")
            else:
                made.pythons[peer.name] = python
    return made


def _environment(peer: Peer, folder: Path, report: Report) -> Path:
    place = folder / peer.name
    python = place / "bin" / "python"
    stamp = place / STAMP
    recipe = json.dumps([sys.version, peer.requirements, _group(peer.group), peer.extra, _digest(peer)])
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == recipe):
        report(f"making the environment {peer.name}")
        shutil.rmtree(place, ignore_errors=True)
        _run("venv", "--quiet", "--python", sys.executable, str(place))
        _MADE[peer.made](peer, folder, python)
        stamp.write_text(recipe, encoding="utf-8")
    return python


def _group(name: str) -> list[str]:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return list(groups[name]) if name else []


def _digest(peer: Peer) -> str:
    """What the environment is made of beside its requirements; a wheel's is the whole tree that goes into it."""
    trees = {"released": [], "generated": [SPEC], "wheel": [ROOT / "overrides", ROOT / "generated"]}[
        peer.made
    ]
    digest = hashlib.sha256()
    for tree in trees:
        for path in sorted(tree.rglob("*.py")) if tree.is_dir() else [tree]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _install(python: Path, *what: str) -> None:
    _run("pip", "install", "--quiet", "--compile-bytecode", "--python", str(python), *what)


def _released(peer: Peer, _folder: Path, python: Path) -> None:
    locked = ("--constraint", str(CONSTRAINTS)) if peer.group else ()
    _install(python, *locked, *peer.requirements, *_group(peer.group))


def _wheel(peer: Peer, folder: Path, python: Path) -> None:
    out = folder / "wheels"
    shutil.rmtree(out, ignore_errors=True)
    _run("build", "--quiet", "--wheel", "--out-dir", str(out), str(ROOT))
    extra = f"[{peer.extra}]" if peer.extra else ""
    wheels = [f"{path}{extra}" for path in out.glob("*.whl")]
    _install(python, "--constraint", str(CONSTRAINTS), *wheels, *peer.requirements)


def _generated(peer: Peer, folder: Path, python: Path) -> None:
    """Generate the package with the stock command, in an environment of the tool's own, and install it."""
    tool, package = folder / "stock-tool", folder / "stock-package"
    for old in (tool, package):
        shutil.rmtree(old, ignore_errors=True)
    _run("venv", "--quiet", "--python", sys.executable, str(tool))
    _install(tool / "bin" / "python", *peer.requirements)
    # The command formats with the ruff that comes with it, and warns where that is not on the path; with
    # --fail-on-warning it fails where it drops an operation or a schema, so that nothing smaller is compared.
    paths = os.pathsep.join([str(tool / "bin"), os.environ["PATH"]])
    words = (
        "generate",
        "--path",
        str(SPEC),
        "--meta",
        "uv",
        "--output-path",
        str(package),
        "--fail-on-warning",
    )
    _called(str(tool / "bin" / "openapi-python-client"), *words, PATH=paths)
    _install(python, str(package))


_MADE: dict[str, Callable[[Peer, Path, Path], None]] = {
    "released": _released,
    "wheel": _wheel,
    "generated": _generated,
}


def _versions(python: Path) -> dict[str, str]:
    listed = json.loads(_run("pip", "list", "--quiet", "--format", "json", "--python", str(python)))
    return {one["name"]: one["version"] for one in listed}


def _run(*words: str) -> str:
    return _called(sys.executable, "-m", "uv", *words)


def _called(*command: str, **variables: str) -> str:
    try:
        ended = subprocess.run(
            command,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(str(error)) from None
    if ended.returncode:
        raise InstallError(_end(ended.stderr or ended.stdout))
    return ended.stdout


def _end(said: str, lines: int = 3) -> str:
    kept: Sequence[str] = [line.strip() for line in said.splitlines() if line.strip()][-lines:]
    return " ".join(kept) or "it said nothing"
