"""Training: a loop that a reader could have written, what may happen besides, and what is told of it."""

from autograd_lite.train.callbacks import (
    Callback as Callback,
    EarlyStopping as EarlyStopping,
    Progress as Progress,
    SaveCheckpoint as SaveCheckpoint,
)
from autograd_lite.train.history import History as History
from autograd_lite.train.metrics import (
    accuracy as accuracy,
    confusion_matrix as confusion_matrix,
    f1_score as f1_score,
    mean_absolute_error as mean_absolute_error,
    precision as precision,
    r2_score as r2_score,
    recall as recall,
    top_k_accuracy as top_k_accuracy,
)
from autograd_lite.train.trainer import Trainer as Trainer

__all__ = [
    "Callback",
    "EarlyStopping",
    "History",
    "Progress",
    "SaveCheckpoint",
    "Trainer",
    "accuracy",
    "confusion_matrix",
    "f1_score",
    "mean_absolute_error",
    "precision",
    "r2_score",
    "recall",
    "top_k_accuracy",
]
