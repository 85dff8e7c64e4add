"""The hosted workflows, as far as their text can be checked: pins, permissions, and that they only call nox."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: YAML(typ="safe", pure=True).load(path) for path in sorted(FOLDER.glob("*.yml"))}
JOBS = [(workflow, job) for workflow, text in WORKFLOWS.items() for job in text["jobs"]]
EVERY_JOB = pytest.mark.parametrize(("workflow", "job"), JOBS, ids=map("-".join, JOBS))
PINNED = re.compile(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
NEEDED = {
    ("ci", "tests"): {"contents": "read"},
    ("ci", "checks"): {"contents": "read"},
    ("ci", "build"): {"contents": "read"},
    ("drift", "check"): {"contents": "read"},
    ("drift", "propose"): {"contents": "write", "pull-requests": "write"},
    ("release", "build"): {"contents": "read"},
    ("release", "publish"): {"id-token": "write"},
}
INSTALLING = "python -m pip install --require-hashes --requirement .ci/nox.txt"
SHELL = ("open=$(gh ", "if ", "exit", "fi")


def steps(workflow: str, job: str) -> list[dict]:
    """Return the steps of a job."""
    return WORKFLOWS[workflow]["jobs"][job]["steps"]


def commands(workflow: str, job: str) -> list[str]:
    """Return the lines that a job runs."""
    return [line.strip() for step in steps(workflow, job) for line in step.get("run", "").splitlines()]


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_action_is_pinned(workflow):
    """Each action is named by a full commit hash, with the tag beside it, and always the same."""
    lines = (FOLDER / f"{workflow}.yml").read_text(encoding="utf-8").splitlines()
    uses = [line.strip().removeprefix("- ") for line in lines if "uses:" in line]
    assert [line for line in uses if not PINNED.fullmatch(line)] == []
    assert len(uses) == sum(
        "uses" in step for name, job in JOBS if name == workflow for step in steps(name, job)
    )


def test_an_action_has_one_pin():
    """Where two workflows use an action, they use the same commit."""
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yml"))
    pins = set(PINNED.findall(text))
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


def test_permissions_are_least():
    """A workflow has none, and a job those that it needs, whole and no others."""
    assert {name: text["permissions"] for name, text in WORKFLOWS.items()} == {name: {} for name in WORKFLOWS}
    permissions = {(name, job): WORKFLOWS[name]["jobs"][job]["permissions"] for name, job in JOBS}
    assert permissions == NEEDED


@EVERY_JOB
def test_a_job_keeps_no_credentials(workflow, job):
    """The checked out tree holds no token that a later step could read."""
    checkouts = [step for step in steps(workflow, job) if "actions/checkout@" in step.get("uses", "")]
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


@EVERY_JOB
def test_a_job_only_calls_sessions(workflow, job):
    """What runs is nox, and git and gh where a pull request is opened; nothing from outside is put into a command."""
    lines = [
        line for line in commands(workflow, job) if line != INSTALLING and not line.startswith("nox -s ")
    ]
    allowed = ("git ", "gh ", *SHELL) if (workflow, job) == ("drift", "propose") else ()
    assert [line for line in lines if not line.startswith(allowed or "nox -s ")] == []
    assert [line for line in commands(workflow, job) if "${{" in line] == []


def test_every_session_exists():
    """The sessions that are called are those of the noxfile."""
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = set(re.findall(r"@nox\.session.*(?:\n@.*)*\ndef (\w+)", source))
    called = {
        word
        for name, job in JOBS
        for line in commands(name, job)
        if line.startswith("nox -s ")
        for word in line.removeprefix("nox -s ").partition(" -- ")[0].split()
        if "$" not in word
    }
    called |= set(WORKFLOWS["ci"]["jobs"]["checks"]["strategy"]["matrix"]["session"])
    assert called - sessions == set()
    assert called >= {"fragments", "audit", "build", "publish", "drift", "lint", "types", "fresh"}


def test_the_tests_run_on_every_python_that_is_supported():
    """The matrix is what pyproject.toml promises."""
    promised = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert WORKFLOWS["ci"]["jobs"]["tests"]["strategy"]["matrix"]["python"] == promised
    for name, job in (("ci", "build"), ("release", "build")):
        setup = next(step for step in steps(name, job) if "setup-python@" in step.get("uses", ""))
        assert sorted(setup["with"]["python-version"].split()) == promised


def test_only_a_tag_releases():
    """A release starts from the tag of one, is checked by the session, and waits for the environment's approval."""
    release = WORKFLOWS["release"]
    assert release["on"] == {"push": {"tags": ["v*"]}}
    assert "nox -s publish -- --check" in commands("release", "build")
    assert release["jobs"]["publish"]["needs"] == ["build"]
    assert release["jobs"]["publish"]["environment"]["name"] == "pypi"


def test_what_publishes_runs_nothing_of_ours():
    """The job that may publish takes the built files, and checks out and runs nothing."""
    assert commands("release", "publish") == []
    names = [step["uses"].partition("@")[0] for step in steps("release", "publish")]
    assert names == ["actions/download-artifact", "pypa/gh-action-pypi-publish"]


def test_what_reads_pages_may_write_nothing():
    """The job that reads documentation pages is another than the one that opens the pull request."""
    assert "nox -s drift" in commands("drift", "check")
    assert not any("nox" in line for line in commands("drift", "propose"))
    assert set(WORKFLOWS["drift"]["on"]) == {"schedule", "workflow_dispatch"}


def test_one_dead_page_hides_no_drift():
    """The report goes on its way although a page that can't be read fails the session."""
    upload = next(step for step in steps("drift", "check") if "upload-artifact@" in step.get("uses", ""))
    conditions = (upload["if"], WORKFLOWS["drift"]["jobs"]["propose"]["if"])
    assert all("!cancelled()" in condition for condition in conditions)


def test_the_locked_packages_are_watched():
    """Both the actions and the locked Python packages are raised by themselves, a while after a release."""
    text = YAML(typ="safe", pure=True).load(ROOT / ".github" / "dependabot.yml")
    user_files = {name["package-ecosystem"]: name["directory"] for name in text["updates"]}
    assert user_files == {"github-actions": "/", "pip": "/.ci"}
    assert all(name["cooldown"]["default-days"] >= 7 for name in text["updates"])


@pytest.mark.parametrize("name", ["constraints.txt", "nox.txt"])
def test_every_locked_package_has_its_hashes(name):
    """Nothing is installed whose bytes weren't known when it was locked."""
    lines = (ROOT / ".ci" / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_nox_is_locked_as_all_else_is():
    """What runs the sessions has the versions that the sessions install."""
    locked = {
        name: set(
            re.findall(r"^([\w.-]+==\S+)", (ROOT / ".ci" / name).read_text(encoding="utf-8"), re.MULTILINE)
        )
        for name in ("constraints.txt", "nox.txt")
    }
    assert locked["nox.txt"] <= locked["constraints.txt"]
