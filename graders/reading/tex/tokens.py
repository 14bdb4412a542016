r"""The tokens of LaTeX: commands, braces, signs, blanks, line ends and the words between them.

A token is text as it stands in the source. Verbatim text is one token, and so are the beginning
and the end of an environment and a comment.
"""

import re

BEGIN, END = "\\begin{", "\\end{"
CODE = ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted")
BLOCKS = (*CODE, "comment")  # environments that do not hold LaTeX

_BLOCK = "|".join(map(re.escape, BLOCKS))
_VERB = r"\\(?:verb\*?|lstinline)(?P<bar>[^A-Za-z\s*\[{])"
VERB = re.compile(rf"{_VERB}(?P<code>.*?)(?P=bar)?", re.DOTALL)
TOKEN = re.compile(
    "|".join(
        (
            rf"\\begin\{{(?P<name>{_BLOCK})\}}.*?(?:\\end\{{(?P=name)\}}|\Z)",
            r"\\iffalse(?![A-Za-z]).*?(?:\\fi(?![A-Za-z])|\Z)",  # a block that is hidden
            r"\\endinput(?![A-Za-z]).*",  # all that follows is no part of the document
            rf"{_VERB}[^\n]*?(?:(?P=bar)|(?=\n)|\Z)",
            r"\\(?:begin|end)\{[A-Za-z]+\*?\}",
            r"\\(?:url|href)\{[^{}\n]*\}",  # where % is no comment
            r"\\(?:[A-Za-z@]+|[^\n]|)",  # a command
            r"%[^\n]*",  # a comment
            r"#[1-9]",  # an argument of a macro
            r"[ \t]+",
            r"[^\\%#{}\[\]$&~^_|*` \t\n]+",  # a word
            r".",
        )
    ),
    re.DOTALL,
)


def tokenize(latex: str) -> list[str]:
    r"""The tokens of a source; together they are the source.

    >>> tokenize("$\\frac{1}{2}$ % half")
    ['$', '\\frac', '{', '1', '}', '{', '2', '}', '$', ' ', '% half']
    """
    return [token[0] for token in TOKEN.finditer(latex)]


def body(tokens: list[str]) -> list[str]:
    """The tokens between the beginning and the end of the document, and only line ends around."""
    begin, end = BEGIN + "document}", END + "document}"
    start = tokens.index(begin) + 1 if begin in tokens else 0
    stop = tokens.index(end, start) if end in tokens[start:] else len(tokens)
    return [*line_ends(tokens[:start]), *tokens[start:stop], *line_ends(tokens[stop:])]


def line_ends(tokens: list[str]) -> list[str]:
    """Nothing but the line ends of tokens."""
    return ["\n"] * sum(token.count("\n") for token in tokens)


def environment(token: str) -> str:
    r"""The name of the environment that a token begins or ends.

    >>> environment("\\begin{align*}")
    'align*'
    """
    return token[token.index("{") + 1 : token.index("}")]
