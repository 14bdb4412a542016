"""Lists, tables and sentences that tell of several runs, taken apart by run."""

import re
from collections.abc import Iterator, Mapping

from graders.comparing.claims.settings import FORMS
from graders.reading.training.claimed_otherwise import accuracies_by_counts, accuracies_by_errors
from graders.reading.words.tables import in_columns, rows_in_words

from .mnist_runs import OPTIMISED, run_of, words_for

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


def row_of(name: str, text: str) -> str:
    r"""The row on one run, where a table tells of several, in the words of its headings.

    >>> row_of("3.3.a.adam", "| | lr |\n|-|-|\n| SGD | 0.1 |\n| Adam | 0.001 |")
    'Adam, lr 0.001'
    """
    told = set(rows_in_words(text).splitlines()) - set(text.splitlines())
    words = words_for(name.rpartition(".")[0], [*told])
    return "\n".join(each for each in told if run_of(each, words) == name)


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
