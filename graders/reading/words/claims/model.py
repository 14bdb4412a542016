"""What every model of claims has in common: the claims of a text that are false, or that tell."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from graders.model import Mistake


class Model(ABC):
    """What is true of the subject of a question, against which the claims of a text are held.

    Attributes:
        mistake: what a false claim is called.
    """

    mistake: Mistake | None

    @abstractmethod
    def false_claims(self, text: str) -> Iterator[str]:
        """The words of the claims of a text that are not true, or not known to be."""

    def telling_claims(self, text: str) -> Iterator[str]:
        """The words of the claims that show what the question asks for; most models ask nothing."""
        yield from ()

    def denied(self, text: str) -> str:
        """The words of the first false claim of a text, or nothing."""
        return next(self.false_claims(text), "")

    def affirmed(self, text: str) -> str:
        """The words of the first claim of a text that shows what is asked, or nothing."""
        return next(self.telling_claims(text), "")
