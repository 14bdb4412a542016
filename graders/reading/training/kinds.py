"""What the columns and printed names of a log stand for: "val. loss", "train_acc", "lr"."""

import re
from collections.abc import Mapping

LOSS, VALIDATION_LOSS, TEST_LOSS = "loss", "validation loss", "test loss"
ACCURACY, TRAINING_ACCURACY = "accuracy", "training accuracy"
VALIDATION_ACCURACY, TEST_ACCURACY = "validation accuracy", "test accuracy"
TRAINING_ERROR, VALIDATION_ERROR, TEST_ERROR = "training error", "validation error", "test error"
LEARNING_RATE, COUNTER = "learning rate", "counter"
EPOCH, STEP = "epoch", "step"

_VALIDATION, _TEST, _TRAINING = r"val(?:id(?:ation)?)?|dev", r"test", r"tr(?:ai)?n(?:ing)?"
KINDS: Mapping[str, str] = {
    VALIDATION_LOSS: rf"(?:{_VALIDATION})[ _./-]*(?:loss|cost)",
    TEST_LOSS: rf"{_TEST}[ _./-]*(?:loss|cost)",
    VALIDATION_ACCURACY: rf"(?:{_VALIDATION})[ _./-]*acc(?:uracy)?",
    TEST_ACCURACY: rf"{_TEST}[ _./-]*acc(?:uracy)?",
    TRAINING_ACCURACY: rf"{_TRAINING}[ _./-]*acc(?:uracy)?",
    TRAINING_ERROR: rf"{_TRAINING}[ _./-]*err(?:or)?",
    VALIDATION_ERROR: rf"(?:{_VALIDATION})[ _./-]*err(?:or)?",
    TEST_ERROR: rf"{_TEST}[ _./-]*err(?:or)?",
    LOSS: (
        rf"(?:(?:{_TRAINING}|running|batch|epoch|mean|avg\.?|average|cross[ _-]?entropy)[ _./-]*)"
        r"{0,3}(?:loss|cost)"
    ),
    ACCURACY: r"(?:running[ _./-]*)?acc(?:uracy)?",
    LEARNING_RATE: r"lr|learning[ _-]*rate",
    COUNTER: r"(?:patience|early[ _-]*stop\w*)?[ _-]*(?:counter|patience|wait)",
    EPOCH: r"epochs?",
    STEP: r"(?:global[ _-]*)?(?:steps?|iter(?:ation)?s?|i|(?:mini-?)?batch(?:es)?)",
}
_BESIDE = re.compile(r"^.* - |\s*[(\[].*$|\s*%$|_step$")  # "run - loss", as dashboards export it
_FULL = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in KINDS.items()}


def kind_of(name: str) -> str:
    """What a column or a printed name stands for; empty if that is not known.

    >>> kind_of("Val. Loss"), kind_of("train_loss"), kind_of("seed")
    ('validation loss', 'loss', '')
    """
    plain = _BESIDE.sub("", name.strip(" *`$:").replace(r"\_", "_"))
    return next((kind for kind, pattern in _FULL.items() if pattern.fullmatch(plain)), "")
