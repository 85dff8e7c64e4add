"""One process of the tools serves all documents, and no run leaves anything to the next."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from generator.codegen import tool_process
from generator.codegen.models import run_tool, tool_inputs
from generator.codegen.operation_outline import parse_outline
from generator.codegen.tool_process import TOOLS, ToolError, ToolProcess

ROOT = Path(__file__).parents[3]
ECHO = "import sys\nfor line in sys.stdin:\n    print(%s, flush=True)\n"


@pytest.fixture
def scripted(tmp_path, monkeypatch):
    """Gives a process that runs the given Python instead."""
    processes = []

    def make(source):
        script = tmp_path / "script.py"
        script.write_text(source, encoding="utf-8")
        monkeypatch.setattr(tool_process, "_SCRIPT", script)
        processes.append(ToolProcess())
        return processes[-1]

    yield make
    for process in processes:
        process.stop()


def classes(contract_of, folder, kind):
    """Return what the tool writes of two classes."""
    folder.mkdir()
    schemas = {"A": {"properties": {"a": {"$ref": "#/components/schemas/B"}}}, "B": {"enum": [kind]}}
    return run_tool(tool_inputs(contract_of({"paths": {}, "components": {"schemas": schemas}})[0]), folder)


def test_a_process_serves_several_documents(contract_of, tmp_path):
    """A document gives the same classes from a new process and from one that wrote another's before."""
    TOOLS.stop()
    new = classes(contract_of, tmp_path / "new", "b")
    process = TOOLS.start()
    other = classes(contract_of, tmp_path / "other", "c")
    assert (classes(contract_of, tmp_path / "again", "b"), TOOLS.start()) == (new, process)
    assert other != new


def test_both_tools_share_the_process(contract_of, tmp_path):
    """The parser of operations changes nothing about the classes that the same process writes."""
    alone = classes(contract_of, tmp_path / "alone", "b")
    TOOLS.stop()
    process = TOOLS.start("operations")
    (tmp_path / "outline").mkdir()
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}
    assert parse_outline(document, tmp_path / "outline") == ([], [])
    assert (classes(contract_of, tmp_path / "shared", "b"), TOOLS.start()) == (alone, process)


def test_a_tool_that_cannot_be_loaded_stops_no_other(contract_of, tmp_path):
    """Where one of the tools that a new process loads is missing, the other one still works."""
    TOOLS.stop()
    TOOLS.start("no such tool")
    assert "class A" in classes(contract_of, tmp_path / "other", "b")


def test_a_failure_ends_the_process(tmp_path):
    """After a complaint the next run has a new process."""
    process = TOOLS.start()
    with pytest.raises(ToolError):
        TOOLS.run("models", tmp_path)  # it
    assert process.poll() is not None
    assert TOOLS.start() is not process


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
        scripted(source).run("models", tmp_path)


def test_a_failure_that_does_not_repeat_is_none(scripted, tmp_path):
    """What fails once and then no more is done in the second run, in a new process with the same seed of hashes."""
    source = (
        "import os, sys\nfrom pathlib import Path\nmark = Path('mark')\nis_second = mark.exists()\n"
        "mark.write_text(os.environ['PYTHONHASHSEED'] + str(hash('a')))\n"  # the answer ends the process
        "print('\"\"' if is_second else 'a passing fault', flush=True)\n"
    )
    tools = scripted(source)
    tools.run("models", tmp_path)
    first = (tmp_path / "mark").read_text()
    tools.stop()
    tools.run("models", tmp_path)
    assert (tmp_path / "mark").read_text() == first


def test_a_run_without_end_is_ended(scripted, tmp_path, monkeypatch):
    """A tool that never answers is killed when its time is up."""
    monkeypatch.setattr(tool_process, "_TIMEOUT", 0.1)
    tools = scripted("import sys\nfor line in sys.stdin:\n    sys.stdin.read()\n")
    process = tools.start()
    with pytest.raises(ToolError, match=r"none within 0\.1 seconds"):
        tools.run("models", tmp_path)
    assert process.poll() is not None


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when a process of others ends")
@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"], ids=["the end of the program", "a kill"])
def test_the_process_ends_with_the_program(end):
    """However the program ends, its tool doesn't outlive it."""
    script = (
        "import os\nfrom generator.codegen.tool_process import TOOLS\n"
        "print(TOOLS.start('models').pid, flush=True)\ninput()\n"
    )
    command = [sys.executable, "-c", script + end]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        descriptor = os.pidfd_open(int(program.stdout.readline()))
        program.communicate(b"\n")
    ended, _, _ = select.select([descriptor], [], [], 60)
    os.close(descriptor)
    assert ended == [descriptor]
