r"""What the commands and environments of LaTeX mean, as far as homework uses them.

Where a name stands with a number, that many arguments in braces belong to it and are not printed.
"""


def _commands(names: str, *, arguments: int = 0) -> dict[str, int]:
    return {f"\\{name}": arguments for name in names.split()}


def _environments(names: str, *, arguments: int = 0) -> dict[str, int]:
    return dict.fromkeys(names.split(), arguments)


# Environments

MATHEMATICS = (
    _environments("equation displaymath")  # one formula
    | _environments("align flalign eqnarray gather multline")  # several
    | _environments("alignat", arguments=1)
)
TABLES = (
    _environments("tabular longtable array", arguments=1)  # the columns
    | _environments("tabular* tabularx", arguments=2)  # the width and the columns
)
BOXES = (
    _environments("figure table center")
    | _environments("framed mdframed tcolorbox")
    | _environments("minipage multicols subfigure adjustbox", arguments=1)
    | _environments("wrapfigure", arguments=2)
)
BULLETED_LISTS = frozenset(("itemize", "description"))
NUMBERED_LISTS = frozenset(("enumerate", "questions", "parts", "subparts", "subsubparts"))

# Commands that print lines of their own

HEADINGS = {
    "\\chapter": "#",
    "\\section": "#",
    "\\subsection": "##",
    "\\subsubsection": "###",
    "\\paragraph": "####",
    "\\subparagraph": "#####",
}
ITEMS = {  # class exam
    "\\question": "questions",
    "\\titledquestion": "questions",
    "\\part": "parts",
    "\\subpart": "subparts",
    "\\subsubpart": "subsubparts",
}

# Commands that print nothing

RULES = (
    _commands("hline toprule midrule bottomrule")
    | _commands("cline cmidrule", arguments=1)  # the columns
)
TRIMS = ("(l)", "(r)", "(lr)", "(rl)")  # where a \cmidrule is shortened
DROPPED = (
    RULES
    | _commands("bf bfseries em it itshape rm tt ttfamily")  # typefaces
    | _commands("tiny scriptsize footnotesize small normalsize large Large LARGE huge")
    | _commands("centering raggedright noindent displaystyle")
    | _commands("smallskip medskip bigskip hfil hfill vfill xspace")  # spaces
    | _commands("newpage clearpage pagebreak")
    | _commands("maketitle tableofcontents appendix")
    | _commands("documentclass usepackage", arguments=1)
    | _commands("author date", arguments=1)  # of the title
    | _commands("pagestyle thispagestyle graphicspath bibliographystyle", arguments=1)
    | _commands("input include bibliography", arguments=1)  # files
    | _commands("label ref eqref autoref pageref cite citep citet", arguments=1)
    | _commands("hspace vspace", arguments=1)
    | _commands("color textcolor parbox scalebox", arguments=1)  # all but the text within
    | _commands("resizebox multicolumn multirow", arguments=2)  # all but the text within
    | _commands("setlength", arguments=2)
    | _commands("sout xout st phantom hphantom vphantom", arguments=1)  # struck out, unseen
)
UNPRINTED = ("\\iffalse", "\\endinput", "\\href{")  # tokens that begin so
DROPPED_IN_MATHEMATICS = (
    _commands("label", arguments=1)
    | _commands("nonumber notag")
    | _commands("ensuremath xspace")  # what remains of macros made for text
)

# Signs

BRACKETS = {"\\(": "\\)", "\\[": "\\]"}
PRINTED = (  # what is printed otherwise than it is written
    dict.fromkeys(("{", "}", "%", "\\"), "")  # groups, comments, a backslash that ends a line
    | dict.fromkeys(("\\)", "\\]"), "")  # ends of mathematics that never began
    | dict.fromkeys(("\\'", '\\"', "\\`", "\\^", "\\~", "\\=", "\\."), "")  # accents
    | dict.fromkeys(("\\!", "\\/", "\\-", "\\@"), "")  # corrections of spaces
    | dict.fromkeys(("~", "\\ ", "\\,", "\\;", "\\:", "\\quad", "\\qquad"), " ")
    | dict.fromkeys(("\\par", "\\newline"), " ")
    | {"\\%": "%", "\\&": "&", "\\_": "_", "\\{": "{", "\\}": "}", "\\textbackslash": "\\"}
    | {"\\ldots": "...", "\\dots": "...", "`": "'"}
)
STRAY = (  # mathematics whose arguments keep their braces even where the dollars are forgotten
    {"^", "_"}
    | _commands("frac dfrac tfrac binom sqrt norm operatorname").keys()
    | _commands("mathbf mathrm mathbb mathcal mathsf boldsymbol bm").keys()
    | _commands("vec hat bar tilde overline widehat").keys()
)
