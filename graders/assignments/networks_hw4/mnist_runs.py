"""The runs of problem 3, by what files, lists and sentences call them."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from graders.claims.runs.asked import Shares, runs_of

SHARES = Shares(claim=Fraction(2, 5), log=Fraction(1, 5), setting=Fraction(2, 5))
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
    """Words and numbers in small letters, one `_` between two of them."""
    return re.sub(r"[\W_]+", "_", item.casefold())
