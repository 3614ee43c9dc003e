"""Pictures of computations: ``draw(loss).save("graph.svg")``.

Reading order: :mod:`description` (what a picture shows, plain data), :mod:`reading` (from nodes to a description),
:mod:`formulas` (local derivatives as text), :mod:`shaping` (from one description to another), :mod:`layout` (where
boxes stand), :mod:`backends` (what writes it), :mod:`pages` (HTML), then what users call: :mod:`api`, :mod:`drawing`,
:mod:`difference`, :mod:`animation`.
"""

from autograd_lite.viz.animation import Animation as Animation, animate as animate
from autograd_lite.viz.api import draw as draw
from autograd_lite.viz.description import Description as Description
from autograd_lite.viz.difference import Difference as Difference, diff as diff
from autograd_lite.viz.drawing import Drawing as Drawing
