"""What a process that has died had graded of a submission; the next one goes on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graders.model import NO_CODE_RUN, Isolation, Report, Verdict


@dataclass(frozen=True, slots=True)
class Begun:
    """Reports from the way, each with the verdicts that were new in it; the last knows the rest."""

    parts: Sequence[Report] = ()

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        return {each.question.id: each for part in self.parts for each in part.verdicts}

    def added_to(self, report: Report) -> Report:
        """The report with what is graded in place of what it says of these questions."""
        verdicts = (self.verdicts.get(each.question.id, each) for each in report.verdicts)
        return replace(report, verdicts=tuple(verdicts))

    @property
    def seconds(self) -> float:
        return self.parts[-1].seconds if self.parts else 0.0

    @property
    def leaderboard(self) -> Sequence[Mapping[str, object]]:
        return self.parts[-1].leaderboard if self.parts else ()

    @property
    def isolation(self) -> Isolation:
        return self.parts[-1].isolation if self.parts else NO_CODE_RUN
