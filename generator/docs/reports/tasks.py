"""What is still to be done, as lines and as plain data; the same for every verb that tells it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from generator.docs.compare.remaining import Task
from generator.docs.reports.words import what, where
from generator.findings import visible


def task_line(task: Task) -> str:
    """Return one thing that is still to be done, in a line with its place."""
    return visible(f"{task.path}:{task.line}: TO DO {task_words(task)}")


def task_words(task: Task) -> str:
    """Return what is still to be done, and what changed on which page where it is about one."""
    if task.change is None:
        return task.words
    field = f" {task.change.field}" if task.change.field else ""
    return f"{task.page}, {where(task.change)}{field}: {what(task.change)}. {task.words}"


def task_as_data(task: Task) -> dict[str, Any]:
    """Return one thing that is still to be done as plain data."""
    return {
        "api": task.api,
        "path": task.path,
        "line": task.line,
        "page": task.page or None,
        "change": asdict(task.change) if task.change else None,
        "words": task.words,
    }
