"""Every exception of the library.

::

    AutogradError
    ├── UnsupportedOperationError (TypeError)   no rule for this function, method or keyword
    ├── DetachError (TypeError)                 a conversion would lose the gradient without a word
    ├── InPlaceError (TypeError)                a write that cannot be recorded
    ├── DTypeError (TypeError)                  data that cannot be differentiated
    ├── RuleError (TypeError)                   an operation is defined wrongly
    ├── ShapeError (ValueError)                 shapes that do not fit
    │   └── GradientShapeError                  a rule returned a share of the wrong shape
    ├── NoGradientError (RuntimeError)          nothing to differentiate
    ├── GraphFreedError (RuntimeError)          a graph is walked a second time
    ├── AnomalyError (ArithmeticError)          NaN or infinity, found under ``detect_anomaly``
    ├── NonFiniteError (ArithmeticError)        NaN or infinity where it would spoil weights
    ├── OptionError (ValueError)                an option outside its limits, or options that do not go together
    ├── CheckpointError (ValueError)            a file or a state that cannot be trusted
    ├── DataError (ValueError)                  a data file is damaged, missing, or of another kind
    └── MissingExtraError (ImportError)         an optional package is not installed

Messages say what was got, what was wanted, and what to do.
"""


class AutogradError(Exception):
    """Base of every exception that the library raises on its own account."""


class UnsupportedOperationError(AutogradError, TypeError):
    """A function, method or keyword has no derivative rule; computing on would lose the gradient."""


class DetachError(AutogradError, TypeError):
    """A conversion to a plain array or number would detach a tracked Tensor without a word."""


class InPlaceError(AutogradError, TypeError):
    """A write into a Tensor that cannot be recorded."""


class DTypeError(AutogradError, TypeError):
    """Data of a kind that a Tensor cannot hold or cannot differentiate."""


class RuleError(AutogradError, TypeError):
    """An operation was defined with rules that do not fit its signature."""


class ShapeError(AutogradError, ValueError):
    """Shapes that do not fit together."""


class GradientShapeError(ShapeError):
    """A rule returned a share whose shape is not that of the input it belongs to."""


class NoGradientError(AutogradError, RuntimeError):
    """A derivative was asked of something that depends on no tracked Tensor."""


class GraphFreedError(AutogradError, RuntimeError):
    """The saved values of a graph were consumed by an earlier backward pass."""


class AnomalyError(AutogradError, ArithmeticError):
    """A NaN or an infinity was born while ``detect_anomaly`` was on."""


class NonFiniteError(AutogradError, ArithmeticError):
    """A NaN or an infinity in a loss or a gradient, which a step would have carried into the weights."""


class OptionError(AutogradError, ValueError):
    """An option lies outside its limits, does not exist, or does not go with another."""


class CheckpointError(AutogradError, ValueError):
    """A checkpoint file is damaged, hostile or of another kind."""


class DataError(AutogradError, ValueError):
    """A data file is damaged, missing, too large, or of another kind."""


class MissingExtraError(AutogradError, ImportError):
    """An optional package is needed and not installed."""
