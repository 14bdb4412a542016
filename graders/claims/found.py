"""What a submission holds of one trained run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from graders.claims.files import RunFiles, log_in
from graders.comparing.claims.accuracies import (
    Claim,
)
from graders.model import Submission
from graders.reading.training_log import LOSS, Entry, read_log


@dataclass(frozen=True)
class Found:
    """What a submission holds of one run.

    Args:
        submission: all of it.
        files: of the run.
        text: of the answer.
        claims: the accuracies that it states.
        stated: elsewhere in the write-up, of the setting that runs share.
        others: the files of the other runs, by their questions.
    """

    submission: Submission
    files: RunFiles
    text: str
    claims: Sequence[Claim]
    stated: str = ""
    others: Mapping[str, RunFiles] = field(default_factory=dict)

    @property
    def log(self) -> tuple[Entry, ...]:
        """The log file, or the lines of a log within the answer."""
        if self.files.log:
            return log_in(self.submission, self.files.log)
        return tuple(each for each in read_log(self.text) if LOSS in each.values)

    def log_of(self, steps: int) -> tuple[Entry, ...]:
        """The log, with epochs by the steps where these are counted through and epochs left out.

        Args:
            steps: in an epoch.
        """
        log = self.log
        counted = [each.step for each in log if each.step is not None and each.epoch is None]
        grow = all(later > earlier for earlier, later in pairwise(counted))
        if len(counted) < len(log) or not grow or max(counted, default=0) <= steps:
            return log
        places = [divmod(each - 1, steps) for each in counted]
        return tuple(
            replace(each, epoch=epoch + 1, step=step + 1)
            for each, (epoch, step) in zip(log, places, strict=True)
        )

    @property
    def is_of_probabilities(self) -> bool:
        """Whether the log is of a loss that is fed with probabilities: none is above zero."""
        losses = [each.values[LOSS].value for each in self.log if LOSS in each.values]
        return bool(losses) and max(losses) <= 0
