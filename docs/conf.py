"""How Sphinx makes the site; `nox -s site` runs it."""

import re
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

sys.path.insert(0, str(Path(__file__).parent))
import tables

project = "numberwire"
author = "The numberwire contributors"
project_copyright = author
release = version = installed_version("numberwire")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# A prompt is not copied with its command, nor is what a command prints.
copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True

pygments_dark_style = "github-dark"

html_theme = "furo"
html_title = f"numberwire {release}"
html_show_copyright = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
html_static_path = ["_static"]
html_css_files = ["site.css"]


class TableOf(SphinxDirective):
    """The directive ``table-of``: a table of `tables.TABLES` by its name, and by the API where each has one."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Put the table into the page."""
        name, *api = self.arguments
        self.env.note_dependency(tables.__file__)
        for argument in api:
            self.env.note_dependency(str(tables.SPECS / f"{argument}.yaml"))
        return self.parse_text_to_nodes(tables.TABLES[name](*api), allow_section_headings=True)


class BreakCodeInTables(SphinxPostTransform):
    """Lets long code in a table break between words: a name at underscores and capitals, a call at punctuation."""

    default_priority = 900
    formats = ("html",)
    shortest = 13
    within_name = re.compile(r"(?<=_)(?=\w)|(?<=[a-z])(?=[A-Z])")
    within_call = re.compile(r"(?<=\w[.,/(\[{])(?=\w)|(?<=\w{4}-)(?=\w)")

    def run(self, **_options: object) -> None:
        """Put places to break into the code of each cell."""
        for cell in self.document.findall(nodes.entry):
            for code in list(cell.findall(nodes.literal)):
                text = code.astext()
                if len(text) < self.shortest:
                    continue
                places = self.within_name if text.isidentifier() else self.within_call
                first, *others = places.split(text)
                breaks = [(nodes.raw("", "<wbr>", format="html"), nodes.Text(part)) for part in others]
                code.children.clear()
                code.extend([nodes.Text(first), *(node for pair in breaks for node in pair)])


def refuse_other_servers(
    _app: Sphinx, page: str, _template: str, context: dict[str, object], doctree: nodes.document | None
) -> None:
    """Warn of a page that loads something from another server: the site works without a network."""
    files = [str(file) for kind in ("script_files", "css_files") for file in context.get(kind) or ()]
    files += [image["uri"] for image in doctree.findall(nodes.image)] if doctree else []
    for file in files:
        if "://" in file:
            logging.getLogger(__name__).warning("%s is loaded from another server", file, location=page)


def mark_code(
    _app: Sphinx, _what: str, _name: str, _value: object, _options: object, lines: list[str]
) -> None:
    """Mark the examples of a docstring as code: an indented paragraph below one that is not."""
    before = ""
    marked: list[str] = []
    for line in lines:
        is_example = line.startswith("    ") and not before.endswith(":") and not before.startswith(" ")
        if is_example and marked and not marked[-1]:
            marked += [".. code-block:: python", ""]
        marked.append(line)
        before = line or before
    lines[:] = marked


def setup(app: Sphinx) -> None:
    """Add the directive, and what reads docstrings before napoleon does."""
    app.add_directive("table-of", TableOf)
    app.add_post_transform(BreakCodeInTables)
    app.connect("autodoc-process-docstring", mark_code, priority=400)
    app.connect("html-page-context", refuse_other_servers)
