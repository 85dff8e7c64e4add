"""A small project of the same shape as ours, under git, that can be changed, released and published."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType

import pytest

from generator.git import Repository
from generator.release.archives import Distribution, build_archives, place_archives
from generator.release.index import Index, index_at
from generator.release.publishing import serve_folder
from tests.shared import make_once

ROOT = Path(__file__).parents[3]
HOOK = "generator/release/bill_of_materials.py"
FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "numberwire"
version = "0.1.0"
description = "A small one"
readme = "README.md"
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel]
packages = ["overrides/numberwire", "generated/numberwire_api"]

[tool.hatch.build.targets.wheel.hooks.custom]
path = "generator/release/bill_of_materials.py"

[tool.hatch.build.targets.sdist]
include = [
    "/overrides/*", "/generated/*", "/README.md", "/CHANGELOG.md", "/LICENSE", "/generator/release/bill_of_materials.py"
]

TOWNCRIER""",
    HOOK: (ROOT / HOOK).read_text(encoding="utf-8"),
    "README.md": "# A small one\n",
    "LICENSE": "Do as you please.\n",
    "CHANGELOG.md": "# Changelog\n\nWhat changed.\n",
    ".gitignore": "__pycache__/\ndist/\n",
    ".changes/README.md": "How to write one.\n",
    "spec/pets.yaml": "openapi: 3.1.0\ninfo: {title: Pets, version: 1.0.0}\npaths: {}\n",
    "overrides/numberwire/__init__.py": 'def buy(number: str) -> str:\n    """Buy it."""\n    return number\n',
    "overrides/numberwire/py.typed": "",
    "generated/numberwire_api/__init__.py": "",
    "generated/numberwire_api/py.typed": "",
    "tests/test_it.py": "",
}
GIT = shutil.which("git") or "git"
ME = ("-c", "user.name=Me", "-c", "user.email=me@example.com", "-c", "commit.gpgsign=false")


@dataclass(frozen=True)
class Project(Repository):
    """A repository that tests may change."""

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files, or remove those that are None."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")

    def git(self, *words: str) -> str:
        """Run git."""
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            [GIT, *ME, *words], cwd=self.root, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str | None] = MappingProxyType({})) -> str:
        """Write files and commit all; returns the commit."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change")
        return self.git("rev-parse", "HEAD")

    def release(self, version: str) -> None:
        """Commit a release as a person would, and tag it."""
        pyproject = (self.root / "pyproject.toml").read_text(encoding="utf-8")
        current = pyproject.partition('\nversion = "')[2].partition('"')[0]
        fragments = {f".changes/{path.name}": None for path in self.root.glob(".changes/+*")}
        changelog = f"# Changelog\n\nWhat changed.\n\n## {version} - 2026-03-01\n\nThings.\n"
        raised = pyproject.replace(f'version = "{current}"', f'version = "{version}"')
        self.commit({"pyproject.toml": raised, "CHANGELOG.md": changelog, **fragments})
        self.git("tag", f"v{version}")

    def state(self) -> dict[str, bytes]:
        """Return every file of the tree, with dist/ and without git's own and what Python compiled."""
        others = {".git", "__pycache__"}
        paths = (path for path in self.root.rglob("*") if path.is_file() and others.isdisjoint(path.parts))
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    @contextmanager
    def unchanged(self) -> Generator[None]:
        """Fail if a block changes a byte of the tree, or the history."""
        before, refs = self.state(), self.git("show-ref")
        yield
        assert self.state() == before
        assert self.git("show-ref") == refs


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project that the others are copies of."""
    ours = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    towncrier = ours[ours.index("[tool.towncrier]") : ours.index("[tool.pytest")]
    sample_project = Project(tmp_path_factory.mktemp("pattern"))
    sample_project.git("init", "--quiet", "--initial-branch", "main")
    sample_project.commit({name: text.replace("TOWNCRIER", towncrier) for name, text in FILES.items()})
    return sample_project


@pytest.fixture
def project(pattern: Project, tmp_path: Path) -> Project:
    """Return a committed project without a release."""
    return Project(shutil.copytree(pattern.root, tmp_path / "project"))


@pytest.fixture(scope="session")
def sample(pattern: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose first release is HEAD, which no test changes: building takes its time."""
    sample_project = Project(shutil.copytree(pattern.root, tmp_path_factory.mktemp("sample") / "project"))
    sample_project.release("0.1.0")
    return sample_project


@pytest.fixture
def released(sample: Project, tmp_path: Path) -> Project:
    """Return a project whose first release is HEAD."""
    return Project(shutil.copytree(sample.root, tmp_path / "released", ignore=shutil.ignore_patterns("dist")))


@pytest.fixture
def loopback(tmp_path: Path) -> Generator[Index]:
    """Serve an empty index on loopback."""
    folder = tmp_path / "index"
    folder.mkdir()
    with serve_folder(folder) as url:
        yield index_at(url, {})


Answer = Callable[[BaseHTTPRequestHandler], tuple[int, dict[str, str], str]]


@contextmanager
def answered(answer: Answer) -> Generator[str]:
    """Serve a function from a request to status, headers and body; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer."""
            self.rfile.read(int(self.headers["content-length"] or 0))
            status, headers, body = answer(self)
            self.send_response(status)
            for name, value in {"content-type": "text/html", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_POST(self) -> None:
            """Answer the same way."""
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def answering() -> Callable[[Answer], AbstractContextManager[str]]:
    """Return a server of a function."""
    return answered


@pytest.fixture
def silent() -> Callable[[str], None]:
    """Return a report that nobody hears."""
    return lambda _: None


@pytest.fixture(scope="session")
def archives(sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    """Return the two archives of the sample."""

    def build(folder: Path) -> None:
        with sample.unchanged():
            place_archives(build_archives(sample, lambda _: None), folder)

    folder = make_once(tmp_path_factory, "archives", build)
    files = sorted(folder.iterdir(), reverse=True)  # the sdist first, as they are built
    return Distribution("numberwire", "0.1.0", {path.name: path.read_bytes() for path in files})
