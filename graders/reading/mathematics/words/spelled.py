"""Signs that are spelled out where there is no LaTeX: lambda, eta, grad f(w)."""

import re

from graders.reading.lexing.signs import in_commands

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi"
    " omega Gamma Delta Theta Lambda Sigma Phi Psi Omega"
).split()
_SPELLED = re.compile(
    rf"(?<![\\A-Za-z])(?:(?P<greek>{'|'.join(GREEK)})|(?P<nabla>grad|nabla))(?![A-Za-z])"
)
_PROSE = r"(?:that|what|chat)\s+[A-Za-z]{2}"
_HAT = re.compile(rf"(?<![\\A-Za-z])(?!{_PROSE})([a-z])_?(hat|bar)(?![A-Za-z])")
_STARRED = re.compile(r"(?<=[A-Za-z])[*∗⋆★](?=\s*(?:[-+−]\s|[,;.|)\]}>=<≤≥‖∥⟩]|$))", re.MULTILINE)
_OF_PYTHON = re.compile(r"\b(?:np|numpy|torch|math)\.|[\w)\]]\.T\b|\s@\s")
_PYTHON = (
    (re.compile(r"\b(?:np|numpy|torch|math)\."), ""),
    (re.compile(r"(?<=[\w)\]])\.T\b"), "^T "),
    (re.compile(r"@"), " "),
    (re.compile(r"#.*"), ""),
)
_ARROW = re.compile(r"(?<![-<])-{1,2}>")
_TYPED_RELATIONS = {
    "<==>": r"\Leftrightarrow ", "==>": r"\Rightarrow ",
    "<=>": r"\Leftrightarrow ", "=>": r"\Rightarrow ", "!=": r"\neq ", " <- ": r" \leftarrow ",
}  # fmt: skip
_RELATIONS = {"->": r"\to ", "!=": r"\neq ", "<=": r"\leq ", ">=": r"\geq ", "+-": r"\pm "}
_TYPED = re.compile(
    r"(?<![\\A-Za-z_])(?P<function>ln|log|exp|sqrt|sum|prod|lim|max|min|(?:arc?|a)?cosh"
    rf"|{'|'.join(GREEK)})(?![A-Za-z])"
    r"|(?<![\\A-Za-z])inf(?:ty)?(?![A-Za-z])"
    r"|(?<![\\\w.])(?P<letter>[A-Za-z])(?=\d)"
    r"|(?P<prime>\s*\^\s*(?:\{\s*\\prime\s*\}|\\prime\b))"
    r"|(?P<arrow>-+>)|(?P<relation>!=|(?<!<)<=(?!>)|>=|\+/?-)"
)


def in_latex(text: str) -> str:
    r"""A formula with LaTeX commands for what is typed without them, or in Unicode.

    >>> in_latex("-1/n sum_x ln p1 -> inf"), in_latex("√w ≥ 4")
    ('-1/n \\sum_x \\ln p_1 \\to  \\infty ', '\\sqrt w \\geq  4')
    """
    return _TYPED.sub(_command, in_commands(text))


def _command(typed: re.Match[str]) -> str:
    if typed["function"]:
        return rf"\{typed['function']}"
    if typed["letter"]:
        return f"{typed['letter']}_"
    if typed["prime"]:
        return "'"
    sign = "->" if typed["arrow"] else (typed["relation"] or "").replace("/", "")
    return _RELATIONS.get(sign, r"\infty ")


def with_signs(text: str) -> str:
    r"""A plain formula with the commands of LaTeX for the signs that are spelled out.

    >>> with_signs("w_t - 1/(2 lambda) grad f(w_t)")
    'w_t - 1/(2 \\lambda ) \\nabla  f(w_t)'
    >>> with_signs("y*np.log(yhat)"), with_signs("A.T @ x"), with_signs("y_hat**y")
    ('y*log(\\hat{y})', 'A^T    x', '\\hat{y}^y')
    >>> with_signs("||w - w*||^2"), with_signs("f(wbar)")
    ('||w - w^*||^2', 'f(\\bar{w})')
    >>> with_signs("that is x < 1"), with_signs("that = 2")
    ('that is x < 1', '\\hat{t} = 2')
    """
    text = _SPELLED.sub(lambda each: rf"\{each['greek'] or 'nabla'} ", text)
    for typed, latex in _TYPED_RELATIONS.items():
        text = text.replace(typed, latex)
    text = _ARROW.sub(r"\\to ", _STARRED.sub("^*", text.replace("**", "^")))
    if " @ " in text:
        text = text.replace("*", r" \odot ")  # what is no matrix product there is elementwise
    for sign, latex in _PYTHON if _OF_PYTHON.search(text) else ():
        text = sign.sub(latex, text)
    return _HAT.sub(r"\\\2{\1}", text)
