"""What a submission holds of one trained run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from graders.claims.runs.files import RunFiles, log_in
from graders.comparing.claims.accuracies import Claim, the_claim
from graders.model import PrintedNumber, Submission
from graders.reading.training.kinds import LEARNING_RATE, LOSS, TEST_LOSS
from graders.reading.training.log import Entry, read_log, series


@dataclass(frozen=True, slots=True)
class Said:
    """What a write-up says of one run.

    Args:
        text: of the answer.
        claims: the accuracies that it states.
        elsewhere: what is stated of the setting that runs share.
    """

    text: str
    claims: Sequence[Claim] = ()
    elsewhere: str = ""


@dataclass(frozen=True)
class Found:
    """What a submission holds of one run.

    Args:
        submission: all of it.
        files: of the run.
        said: of it in the write-up.
        others: the same of the other runs, by their questions.
    """

    submission: Submission
    files: RunFiles
    said: Said = Said("")
    others: Mapping[str, "Found"] = field(default_factory=dict)

    @property
    def claims(self) -> Sequence[Claim]:
        return self.said.claims

    @cached_property
    def log(self) -> tuple[Entry, ...]:
        """The log file, or the lines of a log within the answer."""
        if self.files.log:
            return log_in(self.submission, self.files.log)
        return tuple(each for each in read_log(self.said.text) if LOSS in each.values)

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
    def losses(self) -> tuple[str, ...]:
        """The losses of the log as they are printed."""
        return tuple(value.text for _, value in series(self.log, LOSS))

    @property
    def test_losses(self) -> tuple[PrintedNumber, ...]:
        """The test loss that the answer states, the last one of several."""
        return tuple(value for _, value in series(read_log(self.said.text), TEST_LOSS))[-1:]

    @property
    def stated(self) -> str:
        """All that is stated of the setting: in the answer, elsewhere, in columns of the log."""
        columns = {f"{name}: {value}" for each in self.log for name, value in each.settings.items()}
        columns |= {f"{LEARNING_RATE}: {rate.text}" for _, rate in series(self.log, LEARNING_RATE)}
        return "\n".join((self.said.text, self.said.elsewhere, *sorted(columns)))

    def claims_as_much_as(self, other: "Found") -> bool:
        """Whether two runs claim the same accuracy, as those of the same weights do."""
        claims = the_claim(self.claims), the_claim(other.claims)
        own, theirs = (each if isinstance(each, Claim) else None for each in claims)
        if own is None or theirs is None:
            return True
        return abs(own.share - theirs.share) <= max(own.unit, theirs.unit)

    @property
    def is_of_probabilities(self) -> bool:
        """Whether the log is of a loss that is fed with probabilities: none is above zero."""
        losses = [float(value) for _, value in series(self.log, LOSS)]
        return bool(losses) and max(losses) <= 0
