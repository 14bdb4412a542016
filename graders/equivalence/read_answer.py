"""An answer as it was read, and the words that change it."""

from dataclasses import dataclass

from graders.equivalence.beside import changed_by
from graders.equivalence.options import Options
from graders.equivalence.settings import Setting, Target
from graders.equivalence.verdicts import judge
from graders.expression import Expression
from graders.model import Comparison
from graders.reading.mathematics.statements.around import Writing
from graders.reading.mathematics.statements.chain import Statement


@dataclass(frozen=True)
class ReadAnswer:
    """An answer as it was read, and what it is held against."""

    setting: Setting
    target: Target
    options: Options
    text: str
    writing: Writing
    statement: Statement  # that is the answer
    value: Expression

    def judged(self, meant: Expression) -> Comparison:
        """What another meaning of the answer comes to."""
        return judge(self.setting, self.target, meant, self.options.without_naming)

    @property
    def words_beside(self) -> str:
        """The words that change its last member, or nothing."""
        start, end = self.statement.members[-1].span
        return changed_by(self.text, self.text[start:end])
