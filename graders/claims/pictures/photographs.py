"""A student's own photograph, classified again by the network that the instructor gives.

Whether the object is what the label says, and whether a person still sees it, is for a person; so
is a label that another network may have given.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.claims.runs.asked import IMAGENET
from graders.claims.runs.files import is_named
from graders.claims.weights.given import Classifier
from graders.claims.weights.measuring import LIMITS
from graders.comparing.claims.checks import Check
from graders.errors import Finding, Undecided
from graders.grading.student import Student, returned
from graders.model import Mistake, Submission
from graders.reading.code import read_code

HARNESS = Path(__file__).parents[1] / "inside" / "classify.py"
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})
CHANGED = re.compile(
    r"trick|fool|transform|blur|adversarial|changed|after|jitter|wrong", re.IGNORECASE
)
RIGHT, BARE = ("cut out", "squeezed"), ("cut out, not normalised", "squeezed, not normalised")
NO_PICTURE = "the picture is not among the files"
NO_LABEL = "no label could be read: its number and its name are asked for"
OTHER_NAME = Mistake("label", "class {number} is {name}, not what is named")
NOT_NORMALISED = "the label comes of pixels that are not normalised as the network expects"
OTHER_NETWORK = "the network at hand gives {found}; another network may give {said}"
NOT_FOOLED = "the network at hand is not fooled: it gives {found} before and after"
NO_SHARE = "no probability could be read"
_NUMBERED = re.compile(
    r"(?<![\w.])(?P<number>\d{1,3})\s*[\"']?\s*[:=)(\]-]+\s*[\"'(]*(?P<name>[A-Za-z][^\"'\n():;.]*)"
)
_BEHIND = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z ,'-]{1,80}?)[\"'*`]*\s*\(\s*(?:index|class|label|id)\W{0,3}"
    r"(?P<number>\d{1,3})\s*[,)]",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"^(?:.*\b(?:as|becomes|is|gives|says|predicts|called)\b\W*)?(?:(?:an?|the)\s+)?", re.IGNORECASE
)
_CALLED = re.compile(
    r"\b(?:class|label|index|id)\b\D{0,15}?(?P<number>\d{1,3})(?![\d.%])", re.IGNORECASE
)
_SHARE = re.compile(r"(?<![\w.])(?:0?\.\d+|1\.0+|\d{1,3}(?:\.\d+)?\s*\\?%)")

Shares = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Label:
    """A class as it is named: its number, and its name if there is one."""

    number: int
    name: str = ""


def label_in(text: str) -> Label | None:
    """The class that a text names first.

    >>> label_in("imagenet_labels[probs.argmax()] gave '987: 'corn','")
    Label(number=987, name='corn')
    >>> label_in("It is labelled as a granny smith (index 948) with probability 0.9.")
    Label(number=948, name='granny smith')
    >>> label_in("predicted class 3 with 0.93")
    Label(number=3, name='')
    """
    found = _BEHIND.search(text) or _NUMBERED.search(text)
    if found:
        name = _BEFORE_NAME.sub("", found["name"]).strip(" ,").casefold()
        return Label(int(found["number"]), name)
    called = _CALLED.search(text)
    return Label(int(called["number"])) if called else None


def pictures(submission: Submission, first: str, second: str) -> tuple[str | None, str | None]:
    """The picture as it was taken and the changed one: as answers name them, or by their names.

    Args:
        submission: with its files.
        first: the answer on the picture itself.
        second: the answer on the changed one.
    """
    names = [each for each in submission.files if PurePosixPath(each).suffix.lower() in PICTURES]
    changed = [each for each in names if CHANGED.search(PurePosixPath(each).stem)]
    taken = [each for each in names if each not in changed]
    named = [each for each in names if is_named(first, each) and each not in changed]
    named_changed = [each for each in names if is_named(second, each) and each not in named]
    return _only(named) or _only(taken), _only(named_changed) or _only(changed)


def _only(names: Sequence[str]) -> str | None:
    return names[0] if len(names) == 1 else None


@dataclass(frozen=True, eq=False)
class Photographs:
    """Classifies the pictures of a hand-in.

    Args:
        student: whose sandbox is used.
        submission: with the pictures.
        given: the instructor's network.
    """

    student: Student
    submission: Submission
    given: Classifier

    def check_label(self, picture: str | None, text: str) -> Iterator[Check]:
        """Whether the network gives the label that is named of a picture."""
        label = label_in(text)
        if label is None:
            yield Check(None, NO_LABEL)
        elif not self._is_class(label):
            name = self._named(label.number)
            words = OTHER_NAME.words.format(number=label.number, name=name)
            yield Check(False, mistake=Mistake(OTHER_NAME.code, words))
        if picture is None:
            yield Check(None, NO_PICTURE)
        elif label is not None:
            yield self._check(self.classified(picture), label)

    def check_fooled(self, taken: str | None, changed: str | None) -> Check:
        """Whether the network gives another label for the changed picture."""
        if taken is None or changed is None:
            return Check(None, NO_PICTURE)
        before, after = self.classified(taken), self.classified(changed)
        if isinstance(before, str) or isinstance(after, str):
            return Check(None, note=before if isinstance(before, str) else str(after))
        pairs = [(int(before[each].argmax()), int(after[each].argmax())) for each in RIGHT]
        note = ", ".join(f"{self._shown(one)} then {self._shown(two)}" for one, two in pairs)
        if all(one != two for one, two in pairs):
            return Check(True, note=note)
        same = next(one for one, two in pairs if one == two)
        return Check(None, NOT_FOOLED.format(found=self._shown(same)), note=note)

    def classified(self, picture: str) -> Shares | str:
        """The probabilities of the classes by how a picture is prepared, or why there are none."""
        source = Submission("given", {"imagenet.py": self.given.network.encode()})
        code = read_code(source)
        runner = replace(self.student, code=code, preferred="", limits=LIMITS)
        data = np.frombuffer(self.submission.files[picture], np.uint8)
        try:
            call = runner.drive(
                HARNESS, "classify", dict(self.given.weights), data, [*IMAGENET.mean],
                [*IMAGENET.deviation], uses="network",
            )  # fmt: skip
            return self._checked(returned(f"The network with {picture}", call))
        except Finding as error:
            return error.feedback
        finally:
            runner.close()

    def _checked(self, value: Any) -> Shares:
        """What came back, if it is probabilities of the classes."""
        found = {name: np.asarray(getattr(each, "array", each)) for name, each in value.items()}
        shape = (len(self.given.classes),)
        if any(found[name].shape != shape for name in (*RIGHT, *BARE)):
            raise Undecided("the network does not have as many outputs as there are classes")
        return found

    def _check(self, shares: Shares | str, label: Label) -> Check:
        if isinstance(shares, str):
            return Check(None, note=shares)
        best = {name: int(each.argmax()) for name, each in shares.items()}
        note = ", ".join(
            f"{name}: {self._shown(at)} {shares[name][at]:.2f}" for name, at in best.items()
        )
        if label.number in (best[name] for name in RIGHT):
            return Check(True, note=note)
        if label.number in (best[name] for name in BARE):
            return Check(None, NOT_NORMALISED, note=note)
        found, said = self._shown(best[RIGHT[0]]), self._shown(label.number)
        return Check(None, OTHER_NETWORK.format(found=found, said=said), note=note)

    def _is_class(self, label: Label) -> bool:
        """Whether there is a class of this number, with one of the names."""
        if label.number >= len(self.given.classes):
            return False
        names = {each.strip() for each in label.name.split(",")}
        return not label.name or bool(names & {*self.given.classes[label.number]})

    def _named(self, number: int) -> str:
        known = number < len(self.given.classes)
        return self.given.classes[number][0] if known else "none of the classes"

    def _shown(self, number: int) -> str:
        return f"{number} ({self._named(number)})"


def check_shown(text: str) -> Check:
    """Whether number, name and probability of a label are all shown."""
    label = label_in(text)
    if label is None or not label.name:
        return Check(None, NO_LABEL)
    rest = text.replace(str(label.number), "", 1)
    return Check(True) if _SHARE.search(rest) else Check(None, NO_SHARE)
