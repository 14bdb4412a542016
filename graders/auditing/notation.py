r"""Other notations of the same: what students write for `\frac`, `T`, `\cdot`, brackets, spaces."""

import re
from collections.abc import Callable, Iterator, Mapping

from graders.auditing.mathematics import (
    answer_formula,
    every_formula,
    formulas,
    group_end,
    replaced,
)
from graders.auditing.variants import Change

_GREEK = {
    "alpha": "α", "eta": "η", "lambda": "λ", "sigma": "σ", "rho": "ρ", "mu": "μ", "theta": "θ",
    "partial": "∂", "infty": "∞", "nabla": "∇", "cdot": "·", "times": "×", "leq": "≤", "geq": "≥",
    "odot": "⊙", "approx": "≈",
}  # fmt: skip
_COMMAND = re.compile(r"\\[A-Za-z]+")


def as_slash(latex: str) -> str:
    r"""Fractions with a slash, but those of derivatives.

    >>> as_slash(r"\frac{a+b}{2} x"), as_slash(r"\frac{dL}{dw}")
    ('((a+b)/(2)) x', '\\frac{dL}{dw}')
    """
    start = latex.find(r"\frac{")
    while start >= 0:
        middle = group_end(latex, start + 5)
        end = group_end(latex, middle) if latex[middle : middle + 1] == "{" else -1
        if end < 0:
            return latex
        above, below = latex[start + 6 : middle - 1], latex[middle + 1 : end - 1]
        if not re.match(r"\s*(?:d|\\partial)\b|\s*d[A-Za-z]", below):
            latex = f"{latex[:start]}(({above})/({below})){latex[end:]}"
        start = latex.find(r"\frac{", start + 1)
    return latex


def _swap(old: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(old)
    return lambda latex: pattern.sub(lambda match: match.expand(new), latex)


def _with_letters(latex: str) -> str:
    return _COMMAND.sub(lambda match: f"{_GREEK.get(match[0][1:], match[0])} ", latex)


_SPACED = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]{2,}|\d[\d.,]*|\S")


def _spread(latex: str) -> str:
    """Spaces between all signs, as a machine that reads a page sets them."""
    if re.search(r"\\(?:text|operatorname|mathrm|begin)", latex):
        return latex
    return " ".join(_SPACED.findall(latex))


# What is done to every formula of an answer, and changes nothing that is meant.
IN_FORMULAS: Mapping[str, Callable[[str], str]] = {
    "dfrac": _swap(r"\\frac", r"\\dfrac"),
    "tfrac": _swap(r"\\frac", r"\\tfrac"),
    "a slash for a fraction": as_slash,
    "top for T": _swap(r"\^T\b", r"^{\\top}"),
    "sans T": _swap(r"\^T\b", r"^{\\mathsf{T}}"),
    "intercal for T": _swap(r"\^T\b", r"^\\intercal"),
    "braces around T": _swap(r"\^T\b", r"^{T}"),
    "thin spaces": _swap(r" (?=[A-Za-z(\\])", r"\\, "),
    "signs spread": _spread,
    "no spaces": _swap(r"(?<![A-Za-z]) +| +(?![A-Za-z])", ""),
    "plain brackets": _swap(r"\\(?:left|right)(?=[()\[\]|])\s*", ""),
    "growing brackets": _swap(r"(?<![A-Za-z\\{^_])\(([^()]*)\)", r"\\left(\1\\right)"),
    "big brackets": _swap(r"(?<![A-Za-z\\{^_])\(([^()]*)\)", r"\\big(\1\\big)"),
    "ln for log": _swap(r"\\log\b(?!_)", r"\\ln"),
    "log for ln": _swap(r"\\ln\b", r"\\log"),
    "exp for e": _swap(r"(?<![A-Za-z\\])e\^\{([^{}]*)\}", r"\\exp(\1)"),
    "lVert": _swap(r"\\\|([^|]*?)\\\|", r"\\lVert \1\\rVert "),
    "lvert": _swap(r"(?<![\\|])\|([^|\\]*?)\|", r"\\lvert \1\\rvert "),
    "mid": _swap(r"(?<=[A-Za-z])\|(?=[A-Za-z])", r" \\mid "),
    "partial for d": _swap(r"\\frac\{d([A-Za-z])\}\{d", r"\\frac{\\partial \1}{\\partial "),
    "d for partial": _swap(r"\\partial ", "d"),
    "letters for commands": _with_letters,
    "le for leq": _swap(r"\\leq\b", r"\\le"),
    "braces around scripts": _swap(r"([_^])([A-Za-z0-9])(?![A-Za-z0-9])", r"\1{\2}"),
    "bold": _swap(r"\\mathbf\{(\w)\}", r"\\boldsymbol{\1}"),
    "operatorname": _swap(r"\\(log|ln|max|min|exp)\b", r"\\operatorname{\1}"),
    "mathrm d": _swap(r"\\frac\{d(\w+)\}\{d(\w)", r"\\frac{\\mathrm{d}\1}{\\mathrm{d}\2"),
    "E in plain letters": _swap(r"\\mathbb\{E\}", "E"),
    "sigmoid in words": _swap(r"\\sigma(?=\()", r"\\operatorname{sigmoid}"),
    "one half": _swap(r"\\frac\{1\}\{2\}", r"\\frac12"),
    "written product": _swap(r"(?<=\d)(?=\\?[a-zA-Z])(?![eE][-+\d])", r" \\cdot "),
}


def _displayed(opening: str, closing: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        for each in reversed(list(formulas(text))):
            start, end = each.whole
            if each.display:
                text = text[:start] + opening + each.latex.strip() + closing + text[end:]
        return text

    return change


def _inline(text: str) -> str:
    return _displayed("$", "$")(text)


def _last_boxed(text: str) -> str:
    r"""The end of the last chain in a box.

    >>> _last_boxed("$a = b = c$")
    '$a = b = \\boxed{c}$'
    """
    found = answer_formula(text)
    if found is None or not (found.display or found.whole == (0, len(text.strip()))):
        return text
    if re.search(r"[<>&]|\\(?:leq|geq|begin)", found.latex):
        return text
    head, _, tail = found.latex.rpartition("=")
    closed = tail.count("{") == tail.count("}") and tail.count("left") == tail.count("right")
    boxed = f"{head}= \\boxed{{{tail.strip()}}}"
    return replaced(text, found.start, found.end, boxed) if closed else text


# What is done to the text of an answer.
IN_TEXT: Mapping[str, Callable[[str], str]] = {
    "square brackets around formulas": _displayed("\\[", "\\]"),
    "formulas in the text": _inline,
    "an equation environment": _displayed("$$\n\\begin{aligned}\n", "\n\\end{aligned}\n$$"),
    "the last member in a box": _last_boxed,
    "words before": lambda text: f"We answer as follows.\n\n{text.strip()}\n",
    "words behind": lambda text: f"{text.strip()}\n\nThis is what was to be shown.\n",
    "a list": lambda text: f"- {text.strip()}\n" if "\n" not in text.strip() else text,
    "a quotation": lambda text: (
        "\n".join(f"> {line}" for line in text.strip().splitlines()) if "```" not in text else text
    ),
    "trailing spaces": lambda text: "\n".join(f"{line}  " for line in text.strip().splitlines()),
}


def notations(text: str) -> Iterator[Change]:
    """The answer in every other notation that changes its text."""
    for rule, change in IN_FORMULAS.items():
        yield Change(f"notation: {rule}", every_formula(text, change))
    for rule, rewrite in IN_TEXT.items():
        yield Change(f"form: {rule}", rewrite(text))
