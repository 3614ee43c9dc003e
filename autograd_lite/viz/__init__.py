"""Pictures of computations: ``draw(loss).save("graph.svg")``.

Reading order: :mod:`description` (what a picture shows), :mod:`reading` (from nodes to a description), the passes, the
backends :mod:`dot`, :mod:`svg`, :mod:`mermaid`, :mod:`tikz`, :mod:`page`, and :mod:`api` (what users call).
"""

from autograd_lite.viz.animation import Animation as Animation, animate as animate
from autograd_lite.viz.api import draw as draw
from autograd_lite.viz.description import Description as Description
from autograd_lite.viz.difference import Difference as Difference, diff as diff
from autograd_lite.viz.drawing import Drawing as Drawing
