"""A network and data that stand in, at the grader's end: what student code does with them.

In the student's process there are neither scores nor places that count, only *tokens*. Scores are
given out for the mode in which they are asked for, and a new token for every move to a device; so
what is taken down here is what was done, whoever asked for it.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

NETWORK, IMAGES, LABELS = "network", "images", "labels"
CPU, GPU = "cpu", "cuda"
MOST_IMAGES = 10_000  # of one call


@dataclass(frozen=True, slots=True)
class NetworkCall:
    """How a network was called: in which mode, and where the images were."""

    training: bool
    gradients: bool
    place: str


@dataclass
class Stage:
    """Answers what a harness asks, and takes it down.

    Args:
        scores: that the network gives, shape (images, classes).

    >>> stage = Stage(np.eye(3))
    >>> stage.answer("call", (np.array([2]), False, True, stage.tokens["images"]))
    array([[0., 0., 1.]])
    >>> stage.calls
    [NetworkCall(training=False, gradients=True, place='cpu')]
    """

    scores: NDArray[Any]
    calls: list[NetworkCall] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)  # the numbers of images whose scores were given
    events: list[str] = field(default_factory=list)  # of the network, in their order
    tokens: Mapping[str, str] = field(init=False)  # of what is not yet moved
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)  # role and place of a token

    def __post_init__(self) -> None:
        self.tokens = {role: self._token(role, CPU) for role in (NETWORK, IMAGES, LABELS)}

    def answer(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """What is said to a question; None to one that makes no sense."""
        match name, arguments:
            case "call", (np.ndarray() as numbers, bool(training), bool(gradients), str(token)):
                self.calls.append(NetworkCall(training, gradients, self._at(token)[1]))
                return self._scores_of(numbers)
            case "move", (str(token), str(place)) if token in self._known:
                role, _ = self._at(token)
                if role == NETWORK:
                    self.events.append(place)
                return self._token(role, place)
            case (("parameters" | "optimiser"), ()):
                self.events.append(name)
        return None

    def roles_moved_to(self, place: str) -> set[str]:
        """What was moved to a device, whatever became of it."""
        return {role for role, where in self._known.values() if where == place}

    def places_of(self, tokens: Sequence[str], role: str) -> set[str]:
        """Where the images or labels of these tokens are."""
        known = (self._at(each) for each in tokens)
        return {where for what, where in known if what == role}

    def _at(self, token: str) -> tuple[str, str]:
        return self._known.get(token, ("", CPU))

    def _token(self, role: str, place: str) -> str:
        token = secrets.token_hex(8)
        self._known[token] = (role, place)
        return token

    def _scores_of(self, numbers: NDArray[Any]) -> NDArray[Any] | None:
        if numbers.dtype != np.int64 or numbers.ndim != 1 or len(numbers) > MOST_IMAGES:
            return None
        if ((numbers < 0) | (numbers >= len(self.scores))).any():
            return None
        self.asked.update(numbers.tolist())
        scores: NDArray[Any] = self.scores[numbers]
        return scores
