"""How Sphinx builds the documentation: `make docs`."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from types import ModuleType

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
templates_path = ["_templates"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# The reference lists what `__all__` lists, page by page; nobody writes the list a second time.
autosummary_generate = True
autosummary_imported_members = True
autosummary_ignore_module_all = False
autodoc_typehints = "none"  # numpydoc's Parameters section says it
numpydoc_show_class_members = False  # the class template lists them
numpydoc_class_members_toctree = False

html_theme = "furo"
html_title = "autograd_lite"
html_copy_source = False


def skip_foreign(app, what, name, member, skip, options):  # noqa: ARG001 -- Sphinx's protocol
    """Leave out modules (each has its own page) and what a module only imports from elsewhere."""
    home = getattr(member, "__module__", None) or "autograd_lite"
    return skip or isinstance(member, ModuleType) or not str(home).startswith("autograd_lite")


def setup(app):
    """Write the pages that are made from the registry."""
    sys.path.insert(0, str(Path(__file__).parent))
    import gallery
    import generate

    app.connect("builder-inited", generate.write)
    app.connect("autodoc-skip-member", skip_foreign)
    app.connect("builder-inited", gallery.write)
