"""The report for a browser: one page that holds all it needs, asks nobody, and runs no script."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import jinja2

from generator.docs.drift.review import Review
from generator.docs.reports import words
from generator.docs.reports.matrix import matrices
from generator.finding import visible

_HERE = Path(__file__).parent


def as_html(review: Review) -> str:
    """Return a report as one HTML page; every word in it is text, whatever it says.

    Args:
        review: What was found.
    """
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True,
        finalize=_shown,
        loader=jinja2.FileSystemLoader(_HERE),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.jinja").render(
        review=review,
        words=words,
        matrices=matrices(review.checked),
        style=style,
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _shown(value: object) -> object:
    """Return a value as it may stand on the page: characters that steer or hide are spelled out."""
    return visible(value) if type(value) is str else value
