"""Problem 3: networks trained on MNIST, judged by their weights, their logs and their claims."""

from collections.abc import Iterable, Iterator, Mapping

import pytest

from graders.claims.grading import claims_in, files_of, leave, settle_run
from graders.claims.runs.found import Said
from graders.comparing.claims.accuracies import Claim, the_claim
from graders.comparing.claims.checks import Check
from graders.comparing.claims.improvement import check_improvement, check_splits
from graders.comparing.claims.ranking import check_ranking
from graders.comparing.claims.settings import FORMS, stated_values
from graders.grading.fixtures.types import AnswersTo, TextUnder
from graders.model import Answer, Question

from .listed_runs import listed_runs, own_text, row_of
from .mnist_runs import COMPARED, NORMALISED, TRAINED

SHARED = ("epochs", "batch size", "dropout")  # settings that are stated once, in 3.1


@pytest.mark.question("3.1", points=6, kind="training")
@pytest.mark.question("3.2.l1_random", "3.2.l1_from_l2", points=3, kind="training")
@pytest.mark.question(
    "3.3.a.sgd", "3.3.a.momentum", "3.3.a.adagrad", "3.3.a.adam", points=1.5, kind="training"
)
@pytest.mark.question("3.3.b.sgd_bn", "3.3.b.adam_bn", points=2, kind="training")
def grade_run(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: AnswersTo,
    text_under: TextUnder,
) -> None:
    """A network trained as the sheet says, with its log and its accuracy on the test images."""
    listed = listed_runs(text_under("3", with_labels=False))
    said = {
        name: said_of(name, answers_to, listed.get(name, ""), text_under(name)) for name in TRAINED
    }
    own = said[question.id]
    if not own.text and not files_of(request, TRAINED, own.text).any:
        request.getfixturevalue("answer")  # it is missing
    settle_run(request, TRAINED, said, [*compared(question.id, said)])


def said_of(name: str, answers_to: AnswersTo, listed: str, headed: str = "") -> Said:
    """What a write-up says of a run, if only in a list or above it, and of what all share."""
    whole = text_of(answers_to(name))
    text = own_text(name, whole)
    if listed and not claims_in(text):
        text = f"{text}\n{listed}".strip()
    shared = settings_elsewhere(text, text_of(answers_to("3.1")), SHARED)
    told = f"{headed}\n{row_of(name, whole)}"
    own = settings_elsewhere(text, told, (*FORMS, "optimiser", "regularisation"))
    return Said(text, claims_in(text), f"{shared}\n{own}".strip())


def compared(name: str, said: Mapping[str, Said]) -> Iterator[Check]:
    """What an answer says of its run beside others, held against the accuracies of all."""
    words = COMPARED.get(name, {})
    claims = {each: the_claim(said[each].claims) for each in words}
    known = {each: claim for each, claim in claims.items() if isinstance(claim, Claim)}
    shares = {each: claim.share for each, claim in known.items()}
    yield from check_improvement(said[name].text, name, shares, words)
    plain = NORMALISED.get(name, "")
    if plain in known:
        training = claims_in(said[name].text, ("training",))
        yield from check_splits(training, plain, known[plain])


def text_of(answers: tuple[Answer, ...]) -> str:
    return answers[0].text if answers else ""


def settings_elsewhere(own: str, elsewhere: str, names: Iterable[str]) -> str:
    r"""What is stated elsewhere of some settings of which a run itself says nothing.

    >>> settings_elsewhere("lr 0.001", "10 epochs, lr 0.1, dropout 0.4", SHARED)
    'epochs: 10\ndropout: 0.4'
    """
    return "\n".join(
        f"{name}: {value if isinstance(value, str) else format(value, 'g')}"
        for name in names
        if not stated_values(own, name)
        for value in sorted(stated_values(elsewhere, name), key=str)
    )


@pytest.mark.question("3.3.a.compare", points=2, kind="free_text")
def grade_comparison(
    question: Question, answer: Answer, answers_to: AnswersTo, text_under: TextUnder
) -> None:
    """The ranking of the four optimisers, held against the accuracies of the same write-up."""
    listed = listed_runs(text_under("3", with_labels=False))
    runs = {name: f"3.3.a.{name}" for name in ("sgd", "momentum", "adagrad", "adam")}
    stated = {
        name: claim.share
        for name, run in runs.items()
        if isinstance(
            claim := the_claim(said_of(run, answers_to, listed.get(run, "")).claims), Claim
        )
    }
    leave(question, check_ranking(answer.text, stated), note="")
