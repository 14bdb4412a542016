"""Names that are a run of signs without a meaning in their parts."""

from collections.abc import Sequence

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import after_argument, text_at


def end_of_run(tokens: Sequence[Token], at: int, run: Sequence[str]) -> int | None:
    """The position after a run of signs, braces left out of account."""
    opened = letters = 0  # of a word, how many have been met
    for wanted in run:
        while at < len(tokens) and tokens[at].text in "{}":
            opened += 1 if tokens[at].text == "{" else -1
            at += 1
        text = tokens[at].text if at < len(tokens) else ""
        if text == "_" and wanted != "_" and tokens[at - 1].text == r"\nabla":
            at = after_argument(tokens, at + 1)[1]  # \nabla_w f(w)
            text = tokens[at].text if at < len(tokens) else ""
        if wanted == r"\Vert" and text == "|" == text_at(tokens, at + 1):
            at, text = at + 1, wanted  # p || q
        if text != wanted and (not text.isalpha() or text[letters : letters + 1] != wanted):
            return None
        letters = letters + 1 if text != wanted and letters + 1 < len(text) else 0
        at += not letters
    if letters:
        return None
    while opened > 0 and at < len(tokens) and tokens[at].text == "}":
        opened -= 1
        at += 1
    return at if opened == 0 else None
