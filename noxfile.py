"""The sessions of this project; `nox --list` shows them, CONTRIBUTING.md says when to use which."""

import os
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
nox.options.sessions = ["tests", "lint", "types", "spec", "fresh"]
# An interpreter that is absent is reported as skipped; hosted CI has them all and misses none.
nox.options.error_on_missing_interpreters = "GITHUB_ACTIONS" in os.environ

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
CONSTRAINTS = ".ci/constraints.txt"


def install(session: nox.Session, *groups: str, project: str | None = None) -> None:
    """Install dependency groups, and the project where it is named, at the locked versions."""
    packages = [package for group in groups for package in nox.project.dependency_groups(PROJECT, group)]
    session.install("--constraint", CONSTRAINTS, *packages, *(["--editable", project] if project else []))


@nox.session
def quickstart(session: nox.Session) -> None:
    """Check the spec, build the client, and buy, route and release a number on the sandbox."""
    install(session, "generate", project=".[sandbox]")
    session.run("python", "-m", "generator", "check")
    session.run("python", "-m", "generator", "build")
    session.run("python", "-m", "numberwire.sandbox.tour", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests, on every Python that the project supports and this machine has."""
    install(session, "test", "generate", project=".[sandbox]")
    session.run("pytest", *(session.posargs or ["--numprocesses=auto"]))


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the client's tests with the lowest versions that pyproject.toml admits."""
    session.install(".[sandbox]", "--resolution=lowest-direct", silent=False)
    session.install(*nox.project.dependency_groups(PROJECT, "test"), "--constraint", lowest_versions(session))
    session.run("pytest", "tests/numberwire", *session.posargs)


def lowest_versions(session: nox.Session) -> str:
    """Write the versions installed so far as constraints, so that test tools don't raise them."""
    path = Path(session.create_tmp(), "lowest.txt")
    frozen = session.run("uv", "pip", "freeze", "--exclude-editable", silent=True, external=True) or ""
    kept = [line for line in frozen.splitlines() if line.startswith(("httpx2==", "msgspec==", "uvicorn=="))]
    path.write_text("\n".join(kept), encoding="utf-8")
    return str(path)


@nox.session
def mutation(session: nox.Session) -> None:
    """Break the client on purpose, one way after another, and fail if the fault battery stays green."""
    install(session, "test", project=".[sandbox]")
    session.run("python", "tests/numberwire/faults/mutations.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and form."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check types as strictly as mypy and pyright can."""
    install(session, "types", "generate", "test", project=".[sandbox]")
    session.run("mypy")
    session.run("pyright")


@nox.session
def spec(session: nox.Session) -> None:
    """Check the specs against OpenAPI and the house rules."""
    install(session, "generate")
    session.run("python", "-m", "generator", "check", *session.posargs)


@nox.session
def generate(session: nox.Session) -> None:
    """Build generated/ anew from spec/."""
    install(session, "generate")
    session.run("python", "-m", "generator", "build", *session.posargs)


@nox.session
def fresh(session: nox.Session) -> None:
    """Fail if generated/ is not what spec/ builds."""
    install(session, "generate")
    session.run("python", "-m", "generator", "build", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Read documentation pages, hold them against the spec, take them over: `nox -s docs -- check PAGE`."""
    install(session, "generate")
    session.run("python", "-m", "generator", "docs", *(session.posargs or ["--help"]))


@nox.session
def readme(session: nox.Session) -> None:
    """Run the README's code."""
    install(session, "test", "generate", project=".[sandbox]")
    session.run("pytest", "tests/test_readme.py", *session.posargs)


@nox.session
def record(session: nox.Session) -> None:
    """Record the cassettes anew, from the sandbox over HTTP."""
    install(session, "test", project=".[sandbox]")
    session.run("pytest", "tests/numberwire/test_cassettes.py", "--record-mode=rewrite", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Lock the development environment anew."""
    session.install("uv")
    groups = [word for group in PROJECT["dependency-groups"] for word in ("--group", group)]
    options = [
        "--universal",
        "--all-extras",
        "--no-emit-index-url",
        "--no-header",
        "--no-annotate",
        "--upgrade",
    ]
    session.run("uv", "pip", "compile", "pyproject.toml", *groups, *options, "--output-file", CONSTRAINTS)
