"""The README, run: its Python blocks as doctests, its output beside the real one, its sessions by name."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
NAMESPACE = Sybil(
    parsers=[
        PythonCodeBlockParser(
            doctest_optionflags=doctest.IGNORE_EXCEPTION_DETAIL | doctest.NORMALIZE_WHITESPACE
        )
    ]
).parse(README)


def block(language, containing):
    """The fenced block of a language that contains a text."""
    found = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return next(one for one in found if containing in one)


@pytest.mark.filterwarnings("default")
def test_python_blocks():
    """Each Python block of the README does what it shows, in order, in one session."""
    examples = list(NAMESPACE.examples())
    assert len(examples) >= 15
    for example in examples:
        example.evaluate()


def test_quickstart_output():
    """The output shown is what the quickstart's tour prints, but for the port."""
    ran = subprocess.run(
        [sys.executable, "-m", "numberwire.sandbox.tour"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    shown = block("text", "a stand-in for both APIs")
    assert [re.sub(r":\d+$", ":PORT", text, flags=re.MULTILINE) for text in (ran.stdout, shown)] == [
        re.sub(r":\d+$", ":PORT", shown, flags=re.MULTILINE)
    ] * 2


def test_sessions_exist():
    """Every nox session that README and CONTRIBUTING name is in the noxfile."""
    text = TEXT + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {name for line in re.findall(r"nox -s ([a-z ]+)", text) for name in line.split()}
    sessions = set(
        re.findall(r"^def (\w+)\(session", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert named
    assert named <= sessions


def test_ci_runs_the_readme_command():
    """CI runs the tests by the README's own command."""
    command = block("console", "nox -s tests").strip().removeprefix("$ ")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in script
