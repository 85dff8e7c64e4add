"""The sessions of this project; `nox --list` shows them, CONTRIBUTING.md says when to use which."""

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
# pip takes no hashes as constraints, and uv holds against them what it installs; nox[uv] brings it.
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.sessions = ["tests", "lint", "types", "spec", "fresh"]
IS_CI = "GITHUB_ACTIONS" in os.environ
nox.options.error_on_missing_interpreters = IS_CI


def is_here(python: str) -> bool:
    """Tell whether this machine has a version of Python; hosted CI has them all, and fails for one that it lacks."""
    is_own = python == f"{sys.version_info.major}.{sys.version_info.minor}"
    if is_own or IS_CI or os.name == "nt":
        return True
    # pyenv puts a command on the path for each version that it could run, so that finding one is not enough.
    program = shutil.which(f"python{python}")
    if program is None:
        return False
    return subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode == 0  # noqa: S603 of the path


PROJECT = nox.project.load_toml("pyproject.toml")
SUPPORTED = nox.project.python_versions(PROJECT)
PYTHONS = [python for python in SUPPORTED if is_here(python)]
CONSTRAINTS, NOX = ".ci/constraints.txt", ".ci/nox.txt"
PATIENCE = 20.0  # seconds from Ctrl-C to the end: what is half written has to be put back first


def install(session: nox.Session, *groups: str, project: str | None = None) -> None:
    """Install dependency groups, and the project where it is named, at the locked versions."""
    options = ["--editable", project] if project else []
    session.install("--constraint", CONSTRAINTS, "--requirement", requirements(session, *groups), *options)


def requirements(session: nox.Session, *groups: str, pins: tuple[str, ...] = ()) -> str:
    """Write dependency groups into a file of requirements: their names fill a terminal; return its path."""
    path = Path(session.cache_dir, f"{'-'.join(groups)}{'-lowest' if pins else ''}.txt")
    lines = [line for group in groups for line in nox.project.dependency_groups(PROJECT, group)]
    path.write_text("\n".join([*lines, *pins, ""]), encoding="utf-8")
    return os.path.relpath(path)


@nox.session
def quickstart(session: nox.Session) -> None:
    """Check the spec, generate the client, and buy, route and release a number on the sandbox."""
    install(session, "generate", project=".[sandbox]")
    session.run("python", "-m", "generator", "check")
    session.run("python", "-m", "generator", "generate")
    session.run("python", "-m", "numberwire.sandbox.tour", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests, on every Python that the project supports and this machine has."""
    if absent := [python for python in SUPPORTED if python not in PYTHONS]:
        session.log(f"not on this machine, so not tested: Python {', '.join(absent)}")
    install(session, "test", "generate", "release", project=".[sandbox,cli,keyring]")
    session.run("pytest", *(session.posargs or ["--numprocesses=auto"]))


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the client's tests with the lowest versions that pyproject.toml admits."""
    session.install(
        ".[cli,keyring,httpx2]",
        "--requirement",
        requirements(session, "test", pins=tuple(floors("cli", "keyring", "httpx2"))),
    )
    session.run("pytest", "tests/numberwire", *session.posargs)


def floors(*extras: str) -> list[str]:
    """Return the lowest version that pyproject.toml admits of each dependency, as a pin."""
    project = PROJECT["project"]
    admitted = [
        *project["dependencies"],
        *(requirement for extra in extras for requirement in project["optional-dependencies"][extra]),
    ]
    return [re.sub(">=([^,]+).*", r"==\1", requirement) for requirement in admitted]


@nox.session
def mutation(session: nox.Session) -> None:
    """Break the client on purpose, one way after another; fail if the fault battery does not notice."""
    install(session, "test", project=".[sandbox]")
    session.run("python", "tests/numberwire/faults/mutations.py", *session.posargs)


@nox.session
def fleet(session: nox.Session) -> None:
    """Try numbers as code on real processes: kills, limits, undo, pace, speed; `-- 4 8` runs two of the checks."""
    install(session, "test", project=".[cli]")
    session.run("python", "tests/numberwire/fleet/acceptance.py", *session.posargs)


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
    """Generate generated/ from spec/."""
    install(session, "generate")
    session.run("python", "-m", "generator", "generate", *session.posargs)


@nox.session
def fresh(session: nox.Session) -> None:
    """Fail if generated/ is not what spec/ generates."""
    install(session, "generate")
    session.run("python", "-m", "generator", "generate", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Read documentation pages, compare them with the spec, accept them: `nox -s docs -- check PAGE`."""
    install(session, "generate")
    session.run("python", "-m", "generator", "docs", *(session.posargs or ["--help"]))


@nox.session
def rehearsal(session: nox.Session) -> None:
    """Take a changed page from `docs check` to a tested client, in a copy; `-- --quick` leaves out the suite."""
    install(session, "test", "generate", "release", project=".[sandbox,cli,keyring]")
    session.run("python", "-m", "tests.rehearsal", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Compare the recorded pages with the spec; where they drifted, leave drift.md, the text of a pull request."""
    install(session, "generate")
    report = Path("drift.md")
    words = ("python", "-m", "generator", "docs", "check", "--json", "--markdown", str(report))
    # It ends with 1 for drift and with 2 for a page that can't be read, which must not hide the drift of the others.
    output = session.run(*words, *session.posargs, silent=True, stderr=None, success_codes=[0, 1, 2])
    if not output or not report.exists():
        session.error("The pages were not checked; the reason is above.")
    checked = json.loads(str(output))
    if not checked["drift"] and not checked["open"]:
        report.unlink()
    for page in checked["unchecked"]:
        session.log(f"not checked: {page['api']}/{page['page']}: {page['reason']}")
    for page in checked["unreadable"]:
        session.warn(f"not read: {page['source']}: {page['message']}")
    if checked["unreadable"]:
        ending = "drift.md has the drift of the others" if checked["drift"] else "the others have no drift"
        session.error(f"{len(checked['unreadable'])} of the pages can't be read; {ending}.")
    if not checked["looked"]:
        session.error("No page was looked at: record an address under `url` in spec/sources.")


@nox.session
def diff(session: nox.Session) -> None:
    """List what changed for users of the client since the last release: `nox -s diff -- OLD NEW`."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "diff", *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """Build the documentation into docs/_build/; fail on any warning, a dead link within it included."""
    install(session, "site", project=".[cli]")
    session.run("sphinx-build", "--fail-on-warning", "--keep-going", "--quiet", "docs", "docs/_build/html")
    session.log("open docs/_build/html/index.html")


@nox.session
def readme(session: nox.Session) -> None:
    """Run the code of the README and of the site's pages."""
    install(session, "test", "generate", project=".[sandbox,cli]")
    session.run("pytest", "tests/test_readme.py", "tests/test_site.py", *session.posargs)


@nox.session
def fragments(session: nox.Session) -> None:
    """Fail if something that users get changed without a changelog fragment."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "fragment", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Write the next version and its notes, and build it; `nox -s release -- --dry-run` only shows them."""
    install(session, "release", "generate")
    changelog = Path("CHANGELOG.md").read_bytes()
    words = ("python", "-m", "generator", "release", *session.posargs)
    output = session.run(
        *words, silent=True, stderr=None, interrupt_timeout=PATIENCE, terminate_timeout=PATIENCE
    )
    if Path("CHANGELOG.md").read_bytes() == changelog:
        sys.stdout.write(str(output))
        return
    try_on_every_python(session)
    # At the very end, below what nox reports of the trials: the commands to commit and tag are what to read next.
    atexit.register(report_release, str(output))


def report_release(output: str) -> None:
    """Print what the release wrote and the next commands, or that they have to wait."""
    failed = sorted(TRIALS - TRIED)
    if failed:
        output += f"Don't commit it: the wheel was not tried, or failed, in {', '.join(failed)}.\n"
    sys.stdout.write(f"\n{output}")


@nox.session
def build(session: nox.Session) -> None:
    """Build sdist and wheel into dist/, twice and byte-identical, and try the wheel on every Python here."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "build")
    try_on_every_python(session)


TRIALS: set[str] = set()
"""The trials of the wheel that were queued."""
TRIED: set[str] = set()
"""Those that went well."""


def try_on_every_python(session: nox.Session) -> None:
    """Queue a trial of the wheel in dist/ for each Python, with the lowest and the highest versions it admits."""
    for python in PYTHONS:
        for versions in ("lowest", "highest"):
            TRIALS.add(f"installed-{python}({versions})")
            session.notify(f"installed-{python}({versions})", posargs=[])


@nox.session(python=PYTHONS)
@nox.parametrize("versions", ["lowest", "highest"], ids=["lowest", "highest"])
def installed(session: nox.Session, versions: str) -> None:
    """Install the wheel of dist/ in a clean environment, without extras, and make a call against its own sandbox."""
    (wheel,) = Path("dist").resolve().glob("*.whl")
    session.install(str(wheel), *(floors() if versions == "lowest" else []))
    session.run("python", "-I", "generator/release/first_call.py", wheel.name.split("-")[1])
    TRIED.add(f"installed-{session.python}({versions})")


@nox.session
def publish(session: nox.Session) -> None:
    """Upload dist/ to the index of NUMBERWIRE_INDEX_URL; without it, to one on loopback, and install from there."""
    install(session, "release", "generate")
    session.run("python", "-m", "generator", "publish", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Check the workflows for weaknesses, and the locked packages for known vulnerabilities."""
    install(session, "audit")
    session.run("zizmor", "--offline", "--pedantic", "--strict-collection", "--quiet", ".github")
    session.run("python", "-m", "generator", "audit", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the client beside its peers; fail if a required value is missed. `-- --quick` only tries that it runs."""
    install(session, "bench")
    folder = Path(session.cache_dir, "bench")
    session.run("python", "-m", "tests.benchmarks", "--folder", str(folder), *session.posargs)


@nox.session
def microbench(session: nox.Session) -> None:
    """Fail if a hot path misses the ratio it has to keep."""
    install(session, "test", "bench", project=".")
    storage = f"--benchmark-storage={session.create_tmp()}"
    session.run("pytest", "tests/benchmarks/hot_paths.py", storage, *session.posargs)


@nox.session
def record(session: nox.Session) -> None:
    """Record the cassettes again, from the sandbox over HTTP."""
    install(session, "test", project=".[sandbox]")
    session.run("pytest", "tests/numberwire/test_cassettes.py", "--record-mode=rewrite", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Lock the development environment again."""
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
