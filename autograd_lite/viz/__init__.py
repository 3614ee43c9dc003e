"""Pictures of computations: ``draw(loss).save("graph.svg")``.

Reading order: :mod:`description` (what a picture shows), :mod:`targets` (what is drawn), :mod:`walking` and
:mod:`reading` (from nodes to a description), the passes (:mod:`grouping`, :mod:`calls`, :mod:`closing`, :mod:`folding`,
:mod:`limits`, :mod:`annotating`, :mod:`backview`), :mod:`content` (the words in a box), the backends :mod:`dot`,
:mod:`mermaid`, :mod:`svg` (laid out by :mod:`placing`, :mod:`layout`, :mod:`labelling`), :mod:`tikz`, the pages
:mod:`page`, :mod:`relayout` and :mod:`animation` in the frame of :mod:`webpage`, and :mod:`api` (what users call).
"""

from autograd_lite.viz.animation import Animation as Animation, animate as animate
from autograd_lite.viz.api import draw as draw
from autograd_lite.viz.description import Description as Description
from autograd_lite.viz.difference import Difference as Difference, diff as diff
from autograd_lite.viz.drawing import Drawing as Drawing
