"""How Sphinx builds the documentation: `make docs`."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

project = "autograd_lite"
author = "autograd_lite contributors"
copyright = "2026, autograd_lite contributors"  # noqa: A001 -- the name that Sphinx reads
version = release = installed_version("autograd_lite")

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx_design",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autosummary_generate = False  # its tables link to entries on the same page
autodoc_typehints = "none"  # numpydoc's Parameters section says it
numpydoc_show_class_members = False  # autoclass prints them
numpydoc_class_members_toctree = False

html_theme = "furo"
html_title = "autograd_lite"
html_copy_source = False


def setup(app):
    """Write the pages and pictures that are made from the code."""
    sys.path.insert(0, str(Path(__file__).parent))
    import examples_gallery
    import gallery
    import generate
    import reference_pages

    for made in (generate, gallery, reference_pages, examples_gallery):
        app.connect("builder-inited", made.write)
