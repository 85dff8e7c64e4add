"""One process of a tool serves all documents, and no run leaves anything to the next."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from generator.codegen import tool_process
from generator.codegen.models import TOOL, run_tool, tool_inputs
from generator.codegen.tool_process import ToolError, ToolProcess

ROOT = Path(__file__).parents[3]
ECHO = "import sys\nfor line in sys.stdin:\n    print(%s, flush=True)\n"


@pytest.fixture
def scripted(tmp_path, monkeypatch):
    """Gives a tool whose process runs the given Python instead."""
    tools = []

    def make(source):
        script = tmp_path / "script.py"
        script.write_text(source, encoding="utf-8")
        monkeypatch.setattr(tool_process, "_SCRIPT", script)
        tools.append(ToolProcess("models"))
        return tools[-1]

    yield make
    for tool in tools:
        tool.stop()


def classes(contract_of, folder, kind):
    """Return what the tool writes of two classes."""
    folder.mkdir()
    schemas = {"A": {"properties": {"a": {"$ref": "#/components/schemas/B"}}}, "B": {"enum": [kind]}}
    return run_tool(tool_inputs(contract_of({"paths": {}, "components": {"schemas": schemas}})[0]), folder)


def test_a_process_serves_several_documents(contract_of, tmp_path):
    """A document gives the same classes from a new process and from one that wrote another's before."""
    TOOL.stop()
    new = classes(contract_of, tmp_path / "new", "b")
    process = TOOL.start()
    other = classes(contract_of, tmp_path / "other", "c")
    assert (classes(contract_of, tmp_path / "again", "b"), TOOL.start()) == (new, process)
    assert other != new


def test_a_failure_ends_the_process(tmp_path):
    """After a complaint the next run has a new process."""
    process = TOOL.start()
    with pytest.raises(ToolError):
        TOOL.run(tmp_path)  # it
    assert process.poll() is not None
    assert TOOL.start() is not process


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (ECHO % "'\"first\\\\nlast\"'", "^last$"),
        (ECHO % "'a warning'", "^a warning$"),
        ("raise ImportError('no such tool')", "^ImportError: no such tool$"),
        ("", "^it gave no answer, or none within 600 seconds$"),
    ],
    ids=["a complaint", "words between the answers", "a tool that can't be loaded", "an early end"],
)
def test_what_goes_wrong_is_a_complaint(source, message, scripted, tmp_path):
    """Whatever the process does instead of answering is an error with the last line it wrote."""
    with pytest.raises(ToolError, match=message):
        scripted(source).run(tmp_path)


def test_a_failure_that_does_not_repeat_is_none(scripted, tmp_path):
    """What fails once and then no more is done in the second run, in a new process with the same seed of hashes."""
    source = (
        "import os, sys\nfrom pathlib import Path\nmark = Path('mark')\nis_second = mark.exists()\n"
        "mark.write_text(os.environ['PYTHONHASHSEED'] + str(hash('a')))\n"  # the answer ends the process
        "print('\"\"' if is_second else 'a passing fault', flush=True)\n"
    )
    tool = scripted(source)
    tool.run(tmp_path)
    first = (tmp_path / "mark").read_text()
    tool.stop()
    tool.run(tmp_path)
    assert (tmp_path / "mark").read_text() == first


def test_a_run_without_end_is_ended(scripted, tmp_path, monkeypatch):
    """A tool that never answers is killed when its time is up."""
    monkeypatch.setattr(tool_process, "_TIMEOUT", 0.1)
    tool = scripted("import sys\nfor line in sys.stdin:\n    sys.stdin.read()\n")
    process = tool.start()
    with pytest.raises(ToolError, match=r"none within 0\.1 seconds"):
        tool.run(tmp_path)
    assert process.poll() is not None


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when a process of others ends")
@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"], ids=["the end of the program", "a kill"])
def test_the_process_ends_with_the_program(end):
    """However the program ends, its tool doesn't outlive it."""
    script = (
        "import os\nfrom generator.codegen.models import TOOL\nprint(TOOL.start().pid, flush=True)\ninput()\n"
    )
    command = [sys.executable, "-c", script + end]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        descriptor = os.pidfd_open(int(program.stdout.readline()))
        program.communicate(b"\n")
    ended, _, _ = select.select([descriptor], [], [], 60)
    os.close(descriptor)
    assert ended == [descriptor]
