"""Problem 3: networks trained on MNIST, judged by their weights, their logs and their claims."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import pytest

from graders.claims.grading import claims_in, files_of, leave, settle_run
from graders.claims.runs.asked import Shares, runs_of
from graders.claims.runs.found import Said
from graders.comparing.claims.accuracies import Claim, the_claim
from graders.comparing.claims.checks import Check
from graders.comparing.claims.improvement import check_improvement, check_splits
from graders.comparing.claims.ranking import check_ranking
from graders.comparing.claims.settings import FORMS, stated_values
from graders.grading.fixtures.types import AnswersTo, TextUnder
from graders.model import Answer, Question
from graders.reading.training.claimed_otherwise import accuracies_by_counts, accuracies_by_errors
from graders.reading.words.tables import in_columns

SHARES = Shares(claim=Fraction(2, 5), log=Fraction(1, 5), setting=Fraction(2, 5))
SHARED = ("epochs", "batch size", "dropout")  # settings that are stated once, in 3.1
NORM = r"(?:bn|batch_?norm\w*)"
FILES = {
    "3.1": r"best|(?<![a-z0-9])l2|(?<!\d)3_1(?!\d)",
    "3.2.l1_random": r"l1_?(?:random|rand|scratch)\w*",
    "3.2.l1_from_l2": r"l1_?(?:from|with|init)?_?l2\w*",
    "3.3.a.sgd": r"(?:plain_?)?sgd",
    "3.3.a.momentum": r"(?:sgd_?(?:with_?)?)?mom(?:entum)?",
    "3.3.a.adagrad": r"adagrad",
    "3.3.a.adam": r"adam",
    "3.3.b.sgd_bn": rf"sgd_?(?:with_?)?{NORM}",
    "3.3.b.adam_bn": rf"adam_?(?:with_?)?{NORM}",
}
TRAINED = runs_of("networks_hw4", SHARES, FILES, other_sizes=True, any_scale=True)
WORDS = {  # that tell what a line of a list or table is about, by the part of the sheet
    "3.2": {"3.2.l1_random": r"random|scratch", "3.2.l1_from_l2": r"l2"},
    "3.3.a": {name: words for name, words in FILES.items() if name.startswith("3.3.a.")},
    "3.3.b": {"3.3.b.sgd_bn": "sgd", "3.3.b.adam_bn": "adam"},
}
NAMED_ALIKE = ("3.3.a", "3.3.b")  # parts of one table, where batch normalisation tells runs apart
OPTIMISED = {name: words for name, words in FILES.items() if name.startswith(NAMED_ALIKE)}
NORMALISED = {"3.3.b.sgd_bn": "3.3.a.sgd", "3.3.b.adam_bn": "3.3.a.adam"}
WITH_NORM = r"(?:with |\+ ?)(?:batch[ -]?(?:re)?norm\w*|bn)"
COMPARED: Mapping[str, Mapping[str, str]] = {  # runs that an answer compares, by what it calls them
    "3.2.l1_from_l2": {
        "3.1": r"l2|3\.1|part 1|first (?:run|network)",
        "3.2.l1_random": r"(?:random\w*|scratch)(?:[ -]+(?:start|initiali[sz]ed|weights))?(?: l1)?",
        "3.2.l1_from_l2": (
            r"l1[^.,;]{0,20}(?:from|with|on) (?:the )?l2[ -]?\w*|l2[ -](?:init|weight)\w*"
        ),
    },
    **{
        name: {
            plain: rf"(?:plain |simple )?{word}|without (?:batch[ -]?norm\w*|bn)",
            name: rf"{word} {WITH_NORM}|{WITH_NORM}|batch[ -]?(?:re)?norm\w*",
        }
        for name, plain, word in (
            ("3.3.b.sgd_bn", "3.3.a.sgd", "sgd"), ("3.3.b.adam_bn", "3.3.a.adam", "adam"),
        )
    },
}  # fmt: skip
LEADING_NORM = re.compile(  # of all runs in its sentence
    r"(?:^|(?<=[.;:]\s)|(?<=\n))\W*(?:(?:with|using|adding|after) )?batch[ -]?norm\w*,? "
    r"(?P<rest>(?:[^.;\n]|\.(?=\d))*)",
    re.IGNORECASE,
)
PLAIN = re.compile(r"\b(?:sgd|adam)\b", re.IGNORECASE)
ITEMS = re.compile(r"\n|;|,\s|\s{2,}|\band\b|\.\s")
HEADING = re.compile(r"^[ \t]*\*\*([^*\n]+)\*\*[.:]?[ \t]*$", re.MULTILINE)
SETTING = re.compile(r"\b(?:lr|rate|eta|epochs?|batch(?! ?norm))\b|\\eta|η|=", re.IGNORECASE)
FEWEST_LISTED = 3  # runs: fewer are only mentioned
NUMBER = re.compile(r"(?<![\w.])(?:\d{1,3}(?:\.\d+)?\s*\\?%?|\.\d+)(?![\w.]*\d)")

ONE_RESULT = re.compile(rf"[^:;|]*:\s*{NUMBER.pattern}[\s.]*")
NAME_AND_NUMBER = re.compile(rf"(?P<name>[^\d=]+?)[:\s]+(?P<number>{NUMBER.pattern})")


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
    """What a write-up says of a run, if only in a list or its heading, and of what all share."""
    text = own_text(name, text_of(answers_to(name)))
    if listed and not claims_in(text):
        text = f"{text}\n{listed}".strip()
    shared = settings_elsewhere(text, text_of(answers_to("3.1")), SHARED)
    own = settings_elsewhere(text, headed, (*FORMS, "optimiser"))
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


def own_text(name: str, text: str) -> str:
    r"""The items on one run, where a text lists several: each with its last number as accuracy.

    >>> own_text("3.3.a.sgd", "SGD: 0.97, SGD with momentum 0.1: 0.98, Adam: 0.99")
    'SGD, accuracy 0.97'
    >>> own_text("3.3.a.sgd", "SGD, test accuracy 97 %")
    'SGD, test accuracy 97 %'
    >>> own_text("3.3.a.momentum", "SGD, learning rate 0.1, and momentum 0.1: accuracy 97 %")
    'SGD, learning rate 0.1, and momentum 0.1: accuracy 97 %'
    >>> own_text("3.3.a.sgd", "SGD: error 3 %; Adam: error 1 %")
    'SGD: error 3 %'
    >>> own_text("3.3.b.adam_bn", "Adam 0.98, SGD + BN 0.97, Adam + BN 0.99")
    'Adam + BN, accuracy 0.99'
    >>> own_text("3.3.a.adam", "| | SGD | Adam |\n|-|-|-|\n| acc | 0.98 | 0.99 |\n")
    'Adam acc, accuracy 0.99'
    >>> own_text("3.3.a.adam", "**SGD**\n0.98 on the test images\n**Adam**\n0.99 on them")
    'Adam\n0.99 on them'
    """
    words = words_for(name.rpartition(".")[0], [text])
    _, *headed = HEADING.split(text)
    sections = {
        run_of(head, words): f"{head}\n{said.strip()}"
        for head, said in zip(headed[::2], headed[1::2], strict=True)
    }
    if len(sections) > 1 and None not in sections:
        return sections.get(name, "")
    text = by_run(text)
    numbered = [each for each in items_of(text) if NUMBER.search(without_settings(each))]
    words = words_for(name.rpartition(".")[0], numbered)
    items = [(run_of(each, words), each) for each in numbered]
    if len({run for run, _ in items if run}) < 2:
        return text
    own = (each.strip() for run, each in items if run == name)
    return "\n".join(map(with_accuracy, own))


def listed_runs(text: str) -> Mapping[str, str]:
    """What a list of optimisers says of each, whatever label it stands under.

    >>> listed_runs("SGD 98.4, Adam 99.0, Adam + BN 99.2")["3.3.a.adam"]
    'Adam, accuracy 99.0'
    """
    told = items_of(by_run(text))
    items = [each for each in told if NUMBER.search(each) and not SETTING.search(each)]
    found = {run: with_accuracy(each.strip()) for each in items if (run := run_of(each, OPTIMISED))}
    return found if len(found) >= FEWEST_LISTED else {}


def items_of(text: str) -> Iterator[str]:
    """The items of a list; a line that ends in a colon and a number is one.

    >>> [*items_of("momentum .1, lr .1: 0.98"), *items_of("SGD 0.97, Adam 0.98")]
    ['momentum .1, lr .1: 0.98', 'SGD 0.97', 'Adam 0.98']
    """
    for line in text.splitlines():
        yield from (line,) if ONE_RESULT.fullmatch(line) else ITEMS.split(line)


def by_run(text: str) -> str:
    """A text in which each column of a table, and each run in a sentence, tells of its own.

    >>> by_run("Before. With batch norm SGD reaches 0.97, Adam 0.99.")
    'Before. SGD with BN reaches 0.97, Adam with BN 0.99.'
    """
    text = in_columns(text, lambda heading: run_of(heading, OPTIMISED) is not None)
    return LEADING_NORM.sub(lambda said: PLAIN.sub(r"\g<0> with BN", said["rest"]), text)


def with_accuracy(item: str) -> str:
    """An item with its last number as accuracy, unless it tells of errors or of counted images.

    >>> with_accuracy("momentum 0.98"), with_accuracy("momentum 0.1: 0.98")
    ('momentum, accuracy 0.98', 'momentum 0.1: 0.98, accuracy 0.98')
    """
    if any(accuracies_by_errors(item)) or any(accuracies_by_counts(item)):
        return item
    if alone := NAME_AND_NUMBER.fullmatch(item):
        return f"{alone['name']}, accuracy {alone['number']}"
    return f"{item}, accuracy {NUMBER.findall(without_settings(item))[-1].strip()}"


def without_settings(item: str) -> str:
    """An item without the numbers that say how a run was trained; momentum is also a run's name."""
    for name in ("learning rate", "epochs", "batch size", "dropout"):
        item = re.sub(FORMS[name], "", item, flags=re.IGNORECASE)
    return item


def words_for(part: str, items: Sequence[str]) -> Mapping[str, str]:
    """The words that tell the runs of a part, or those of one table of all optimisers."""
    normalised = {re.search(NORM, squeezed(each)) is not None for each in items}
    return OPTIMISED if part in NAMED_ALIKE and len(normalised) > 1 else WORDS.get(part, {})


def run_of(item: str, words: Mapping[str, str]) -> str | None:
    """The run that an item is about: that of the longest of the words in it."""
    plain = squeezed(item)
    found = {
        name: len(seen.group()) for name, each in words.items() if (seen := re.search(each, plain))
    }
    return max(found, key=lambda name: found[name], default=None)


def squeezed(item: str) -> str:
    return re.sub(r"[\W_]+", "_", item.casefold())


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
