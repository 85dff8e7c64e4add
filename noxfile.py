"""The sessions of this project; `nox --list` shows them, CONTRIBUTING.md says when to use which."""

import json
import os
import re
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
# pip takes no hashes as constraints, and uv holds against them what it installs; nox[uv] brings it.
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.sessions = ["tests", "lint", "types", "spec", "fresh"]
# An interpreter that is absent is reported as skipped; hosted CI has them all and misses none.
nox.options.error_on_missing_interpreters = "GITHUB_ACTIONS" in os.environ

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
CONSTRAINTS, NOX = ".ci/constraints.txt", ".ci/nox.txt"
PATIENCE = 20.0  # seconds from Ctrl-C to the end: what is half written has to be put back first


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
    install(session, "test", "generate", "release", project=".[sandbox,cli,keyring]")
    session.run("pytest", *(session.posargs or ["--numprocesses=auto"]))


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the client's tests with the lowest versions that pyproject.toml admits."""
    session.install(
        ".[cli,keyring]", *nox.project.dependency_groups(PROJECT, "test"), *floors("cli", "keyring")
    )
    session.run("pytest", "tests/numberwire", *session.posargs)


def floors(*extras: str) -> list[str]:
    """Return the lowest version that pyproject.toml admits of each dependency, as a pin."""
    project = PROJECT["project"]
    admitted = [
        *project["dependencies"],
        *(one for extra in extras for one in project["optional-dependencies"][extra]),
    ]
    return [re.sub(">=([^,]+).*", r"==\1", one) for one in admitted]


@nox.session
def mutation(session: nox.Session) -> None:
    """Break the client on purpose, one way after another, and fail if the fault battery stays green."""
    install(session, "test", project=".[sandbox]")
    session.run("python", "tests/numberwire/faults/mutations.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, form, and who may import whom."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    sources = os.pathsep.join(("overrides", "generated"))
    session.run("lint-imports", "--no-cache", env={"PYTHONPATH": sources})


@nox.session
def types(session: nox.Session) -> None:
    """Check types as strictly as mypy and pyright can."""
    install(session, "types", "generate", "release", "test", project=".[sandbox,cli,keyring]")
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
def drift(session: nox.Session) -> None:
    """Hold the recorded pages against the spec; where they drifted, leave drift.md, the text of a pull request."""
    install(session, "generate")
    report = Path("drift.md")
    words = ("python", "-m", "generator", "docs", "check", "--json", "--markdown", str(report))
    # It ends with 1 for drift, which is an answer, and with 2 for a page that can't be read, which is none.
    told = session.run(*words, *session.posargs, silent=True, stderr=None, success_codes=[0, 1])
    if not told:
        session.error("The pages were not checked; what is said above tells why.")
    if not json.loads(str(told))["drift"]:
        report.unlink()


@nox.session
def readme(session: nox.Session) -> None:
    """Run the README's code."""
    install(session, "test", "generate", project=".[sandbox]")
    session.run("pytest", "tests/test_readme.py", *session.posargs)


@nox.session
def fragments(session: nox.Session) -> None:
    """Fail if something that users get changed, and no changelog fragment says what that means."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "fragment", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Write the next version and its notes, and build it; `nox -s release -- --dry-run` only tells them."""
    install(session, "release", "generate")
    changelog = Path("CHANGELOG.md").read_bytes()
    words = ("python", "-m", "generator", "release", *session.posargs)
    session.run(*words, interrupt_timeout=PATIENCE, terminate_timeout=PATIENCE)
    if Path("CHANGELOG.md").read_bytes() != changelog:
        try_on_every_python(session)


@nox.session
def build(session: nox.Session) -> None:
    """Build sdist and wheel into dist/, twice and alike, and try the wheel on every Python that is here."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "pack")
    try_on_every_python(session)


def try_on_every_python(session: nox.Session) -> None:
    """Queue a trial of the wheel in dist/ for each Python, with the lowest and the highest versions it admits."""
    for python in PYTHONS:
        for versions in ("lowest", "highest"):
            session.notify(f"installed-{python}({versions})", posargs=[])


@nox.session(python=PYTHONS)
@nox.parametrize("versions", ["lowest", "highest"], ids=["lowest", "highest"])
def installed(session: nox.Session, versions: str) -> None:
    """Install the wheel of dist/ in a clean environment, without extras, and make a call against its own sandbox."""
    (wheel,) = Path("dist").resolve().glob("*.whl")
    session.install(str(wheel), *(floors() if versions == "lowest" else []))
    session.run("python", "-I", "generator/release/first_call.py", wheel.name.split("-")[1])


@nox.session
def publish(session: nox.Session) -> None:
    """Upload dist/ to the index of NUMBERWIRE_INDEX_URL; without it, go all the way on loopback."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "publish", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Look for weak spots in the workflows, and for known vulnerabilities in the locked packages."""
    install(session, "audit")
    session.run("zizmor", "--offline", "--pedantic", "--strict-collection", "--quiet", ".github")
    session.run("python", "-m", "generator", "audit", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the client beside its peers; a bar that is missed fails it. `-- --quick` tries out that it runs."""
    install(session, "bench")
    folder = Path(session.cache_dir, "bench")
    session.run("python", "-m", "tests.benchmarks", "--folder", str(folder), *session.posargs)


@nox.session
def microbench(session: nox.Session) -> None:
    """Hold the hot paths to the ratios they have to keep."""
    install(session, "test", "bench", project=".")
    storage = f"--benchmark-storage={session.create_tmp()}"
    session.run("pytest", "tests/benchmarks/hot_paths.py", storage, *session.posargs)


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
    options = ["--universal", "--no-emit-index-url", "--no-header", "--no-annotate", "--generate-hashes"]
    compiling = ("uv", "pip", "compile", *options)
    session.run(
        *compiling, "pyproject.toml", *groups, "--all-extras", "--upgrade", "--output-file", CONSTRAINTS
    )
    # pip installs nox itself in the workflows, and takes hashes only of all that it installs.
    session.run(
        *compiling,
        "--group",
        "pyproject.toml:nox",
        "--upgrade",
        "--constraint",
        CONSTRAINTS,
        "--output-file",
        NOX,
    )
