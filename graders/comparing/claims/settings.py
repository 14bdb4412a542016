"""The setting that a student states of a run, held against what the sheet asks for."""

import re
from collections.abc import Mapping

from graders.comparing.claims.checks import Check
from graders.model import Mistake

LONGEST = 20_000
_SIGNS = r"\s*(?:[:=|]|of|is|was|set to)?\s*\$?"
_OF_RESULT = r"(?!\bweights\b|\bfrom\b|\baccura|\brun\b)"  # "L1 from random weights: 0.95"
_NO_START = r"(?!\W{0,3}(?:weights\b|init))"  # "the L2 weights" are what a run starts from
_NUMBER = r"(?P<value>\d+(?:[.,]\d+)?(?:e-?\d+)?)"
FORMS: Mapping[str, str] = {
    "epochs": rf"epochs?{_SIGNS}{_NUMBER}(?!\s*\|)|(?<![\d.])(?P<before>\d+)[ \t]+epochs?\b",
    "batch size": rf"batch(?:es)?(?:[ _-]?size)?{_SIGNS}{_NUMBER}",
    "learning rate": rf"(?:learning[ _-]?rate|\blr\b|\\eta){_SIGNS}{_NUMBER}",
    "dropout": rf"drop[ _-]?out(?:\s+(?:rate|probability))?{_SIGNS}{_NUMBER}",
    "momentum": rf"(?<!no )(?<!without )momentum{_SIGNS}{_NUMBER}",
    "L1 strength": (
        rf"(?:L1\b(?:{_OF_RESULT}[^\n.\d]){{0,40}}?|\bstrength){_SIGNS}(?<![A-Za-z_]){_NUMBER}"
    ),
    "patience": rf"patience[^\n.\d]{{0,25}}?{_SIGNS}{_NUMBER}",
    "seed": rf"seeds?{_SIGNS}{_NUMBER}",
}
WORDS: Mapping[str, str] = {
    "optimiser": r"\b(?P<word>sgd|adam|adagrad|rmsprop|adamw)\b|stochastic gradient descent",
    "regularisation": rf"(?<!from )(?<!the )\b(?P<word>L[12])\b{_NO_START}|weight[ _-]*decay",
}
UNNAMED: Mapping[str, str] = {"optimiser": "sgd", "regularisation": "L2"}  # the words for these
OTHER = Mistake("setting", "{name} is {said}; {wanted} is asked for")
NOT_STATED = "not stated: {names}"


def check_settings(stated: str, wanted: Mapping[str, float | str]) -> tuple[Check, ...]:
    """What a text, or the columns of a log, say of a setting.

    Args:
        stated: the text of the answer, with `name: value` for each column.
        wanted: values by the names of `FORMS`, or words by those of `WORDS`.

    >>> [check.holds for check in check_settings("lr 0.1, 10 epochs", {"learning rate": 0.1})]
    [True]
    >>> check_settings("lr = 0.01", {"learning rate": 0.1})[0].mistake.words
    'learning rate is 0.01; 0.1 is asked for'
    >>> text = "L1 from L2 weights: 0.98, each with strength 0.001, no momentum: 0.99"
    >>> [check.holds for check in check_settings(text, {"L1 strength": 0.001, "momentum": 0.0})]
    [True]
    >>> [check.holds for check in check_settings("from L2 weights", {"regularisation": "L1"})]
    [None]
    """
    text = stated[:LONGEST]
    checks, silent = [], []
    for name, value in wanted.items():
        said = stated_values(text, name)
        if not said:
            silent += [name] if value else []  # what there should be none of may go unsaid
        elif value in said or (isinstance(value, str) and value.casefold() in said):
            checks.append(Check(True))
        else:
            shown = ", ".join(str(each) for each in sorted(said, key=str))
            words = OTHER.words.format(name=name, said=shown, wanted=value)
            one = Check(False, mistake=Mistake(OTHER.code, words))
            checks.append(one if len(said) == 1 else Check(None, words))
    if silent:
        checks.append(Check(None, NOT_STATED.format(names=", ".join(silent))))
    return tuple(checks)


def stated_values(text: str, name: str) -> set[float] | set[str]:
    """The values that a text states of a setting: numbers, or words in small letters."""
    return _words(text, name) if name in WORDS else numbers_stated(text, name)


def numbers_stated(text: str, name: str) -> set[float]:
    """The values that a text states of a setting."""
    found = re.finditer(FORMS[name], text, re.IGNORECASE)
    numbers = (next(each for each in seen.groupdict().values() if each) for seen in found)
    return {float(each.replace(",", ".")) for each in numbers}


def _words(text: str, name: str) -> set[str]:
    found = re.finditer(WORDS[name], text, re.IGNORECASE)
    return {(seen["word"] or UNNAMED[name]).casefold() for seen in found}
