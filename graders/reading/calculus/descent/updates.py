r"""The two iterates of an update in declared names, however a student tells one from the other.

`w_{new} = w_{old} - g`, `w' = w - g`, `w^+ = w - g` and `w_{k+1} = w_k - g` say the same.
"""

import re

_NO_NAME_BEFORE = r"(?<![A-Za-z\\])"
_NO_SCRIPT_BEFORE = r"(?<![_^{])(?<!_\{)(?<!\\partial )"  # as in \nabla_w, \frac{d}{dw}
_SCRIPT = (  # with brackets around it, or a font
    r"\s*[_^]\s*(?:\{{\s*(?:\(\s*{0}\s*\)|{0}|\\[a-z]+\s*\{{\s*\(?{0}\)?\s*\}})\s*\}}"
    r"|\(\s*{0}\s*\)|{0}(?![A-Za-z]){1})"
)
_NEW = rf"(?:{_SCRIPT.format('(?:new|next)', '')}|{_SCRIPT.format('[+]', '')}|⁺)"
_PRIME = r"(?:\s*\^\s*\{?\s*\\prime\s*\}?|['′])"
_OLD = _SCRIPT.format("(?:old|prev)", "")
_IS = r"(?=\s*(?::?=|<-|←|\\(?:left|gets)))"  # behind w_k+1
_STEPS = "[knijt]"  # what counts them
_NEXT_OF_STEPS = re.compile(rf"[_^]\s*\{{?\s*\(?\s*({_STEPS})\s*\+\s*1")
_CHOSEN = r"min(?:imi[sz]e)?\s*_?\s*\{{?\s*{}\b"  # the letter is no iterate, but any weight


def with_iterates(text: str, letter: str, *, old: str, new: str) -> str:
    r"""A text in which the iterates before and after an update have these names.

    A letter without a mark is the iterate before the update where only the one behind it has one.

    Args:
        text: of an answer.
        letter: by which both are called.
        old: the name of the iterate before the update.
        new: that of the one behind it.

    >>> for update in (r"w_{\text{new}} = w_{old} - g", "w' = w - g(w)", "w^{(k+1)} = w^{(k)} - g"):
    ...     with_iterates(update, "w", old="w_t", new="v")
    'v = w_t - g'
    'v = w_t - g(w_t)'
    'v = w_t - g'
    >>> with_iterates(r"w^+ = \arg\min_w h(w)", "w", old="w_t", new="v")
    'v = \\arg\\min_w h(w)'
    >>> with_iterates("w = w_t - g, as w^T w = 1", "w", old="w_t", new="v")
    'w = w_t - g, as w^T w = 1'
    """
    called = rf"{_NO_NAME_BEFORE}{re.escape(letter)}"
    before, after = (re.compile(f"{called}(?:{'|'.join(each)})") for each in _marks(text))
    marked = rf"{called}\s*(?:[_^]\s*[{{(]*t\b|\^\s*\*)"
    is_bare = after.search(text) and not before.search(text) and not re.search(marked, text)
    text = before.sub(lambda _: old, after.sub(lambda _: "\0", text))
    if is_bare and not re.search(_CHOSEN.format(re.escape(letter)), text):
        bare = rf"{_NO_SCRIPT_BEFORE}{called}(?![A-Za-z\d'′]|\s*[_^])"
        text = re.sub(bare, lambda _: old, text)
    return text.replace("\0", new)


def _marks(text: str) -> tuple[list[str], list[str]]:
    """The patterns of what marks the iterate before an update, and the one behind it."""
    counters = sorted(set(_NEXT_OF_STEPS.findall(text)))
    return (
        [_OLD, *(_SCRIPT.format(each, "") for each in counters)],
        [_NEW, _PRIME, *(_SCRIPT.format(rf"{each}\s*\+\s*1", _IS) for each in counters)],
    )
