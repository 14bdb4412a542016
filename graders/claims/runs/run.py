"""One trained run of a submission, judged from its files and from what is claimed of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graders.claims.runs.asked import Asked
from graders.claims.runs.confirming import SEVERAL, ClaimJudge
from graders.claims.runs.found import Found
from graders.claims.runs.repeated import check_other_runs
from graders.claims.runs.starts import Starts
from graders.claims.weights.losses import check_last_loss
from graders.comparing.claims.checks import Check, Part
from graders.comparing.claims.epochs import check_end
from graders.comparing.claims.logs import check_length, check_values
from graders.comparing.claims.settings import check_settings
from graders.reading.training.kinds import TEST_LOSS

UNREAD_LOG = "no losses can be read in {file}"
NO_LOG = "no log is in the hand-in"
OF_TEST = ("test accuracy", "test error")  # columns that are of the same images
ONLY_STATED = "the setting is stated; weights and log do not show it"


@dataclass(frozen=True)
class Judge(ClaimJudge):
    """Judges a run: the claim, the log, and the setting.

    Args:
        sheet: what is asked of each run, by questions.
    """

    sheet: Mapping[str, Asked] = field(default_factory=dict)

    def parts(self, found: Found) -> tuple[Part, ...]:
        """The parts of the question with what was found of each."""
        shares = self.asked.shares
        claim = Part("claim", shares.claim, tuple(self.check_claim(found)))
        others = check_other_runs(found, self.asked, self.sheet, self.assignment)
        log = Part("log", shares.log, (*self.check_log(found), *others))
        if not shares.setting:
            return claim, log
        checks = self.check_setting(found)
        if self.asked.wants_start and found.files.weights:
            checks = (*checks, *Starts(self, found).check())
        if not (claim.holds and log.holds):
            checks = (*checks, Check(None, note=ONLY_STATED))
        return claim, log, Part("setting", shares.setting, checks)

    def check_log(self, found: Found) -> Iterator[Check]:
        """Whether the log is complete, possible, and one of this configuration."""
        asked, log = self.asked, found.log_of(self.asked.steps)
        if "log" in found.files.open:
            yield Check(None, SEVERAL.format(what="log"))
            return
        if not log:
            yield Check(
                None, UNREAD_LOG.format(file=found.files.log) if found.files.log else NO_LOG
            )
            return
        yield from check_values(log, classes=10, penalised=asked.penalised)
        complete = [*check_length(log, asked.epochs, asked.steps)]
        if not found.files.log:  # a write-up may show the end of a log
            complete = [Check(None, note=each.words) for each in complete]
        yield from complete
        if all(each.holds for each in complete):
            yield self.reference.check_curve(log, asked.steps)
        if self.results:
            yield from check_end(log, self.results[-1], OF_TEST)
            yield from check_last_loss(log, TEST_LOSS, self.results[-1])

    def check_setting(self, found: Found) -> tuple[Check, ...]:
        """What is stated of the setting, in the answer and in the columns of the log."""
        return check_settings(found.stated, self.asked.settings)
