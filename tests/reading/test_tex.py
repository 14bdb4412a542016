from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reading.tex import to_markdown


def markdown(*latex: str) -> list[str]:
    """The Markdown lines of LaTeX lines; there are always as many."""
    lines = to_markdown("\n".join(latex)).split("\n")
    assert len(lines) == len(latex)
    return lines


WITHIN_A_LINE = {
    "plain text": ("Hello, world.", "Hello, world."),
    "comment": ("a % b", "a"),
    "percent sign": (r"93.1\% % so", "93.1%"),
    "backslash before a comment": (r"a \\% b", "a"),
    "escapes": (r"R\&D \_x\_ \{a\}", "R&D _x_ {a}"),
    "escapes that Markdown needs too": (r"\$5 and \#1", r"\$5 and \#1"),
    "spaces": (r"a~b\,c\ d\quad e", "a b c d e"),
    "quotes are no code": ("``so''", "''so''"),
    "bold": (r"\textbf{a} \emph{b} \underline{c} \text{d}", "a b c d"),
    "bold within bold": (r"\textbf{\textit{a} b} c", "a b c"),
    "old bold": (r"{\bf a} \large b", "a b"),
    "colour": (r"\textcolor{red}{a}", "a"),
    "link": (r"\href{https://a.b/%20}{here} \url{a.b}", "here a.b"),
    "accents": (r"na\"ive caf\'e", "naive cafe"),
    "label and reference": (r"a\label{x} (\ref{x}) \eqref{y}", "a ()"),
    "image": (r"\includegraphics[width=\textwidth]{a.png} b", "![](a.png) b"),
    "no file is included": (r"\input{/etc/passwd} \include{b}", ""),
    "layout": (r"\noindent a \vspace{1cm} \newpage", "a"),
    "inline dollars": ("$x$ and $ y $", "$x$ and $y$"),
    "inline brackets": (r"\(x\) and \( y \)", "$x$ and $y$"),
    "adjacent mathematics": ("$x$$y$", "$x$$y$"),
    "display brackets": (r"\[ x \]", "$$x$$"),
    "display dollars": ("a $$ x $$ b", "a $$x$$ b"),
    "equation on one line": (r"\begin{equation*} x \end{equation*}", "$$x$$"),
    "rows on one line": (r"\[ a \\ b \]", r"$$\begin{aligned}a \\ b\end{aligned}$$"),
    "mathematics is left alone": (r"$\frac{a}{b}~\,\text{if } x_{1}\%$",) * 2,
    "label in mathematics": (r"\[ x\label{a}\nonumber \]", "$$x$$"),
    "dollars in mathematics": (r"$a \text{ if $b$}$", r"$a \text{ if \$b\$}$"),
    "unclosed dollar": ("it costs $5", r"it costs \$5"),
    "unclosed double dollar": ("a $$ b", r"a \$\$ b"),
    "unclosed bracket": (r"so \( x", "so $x$"),
    "stray closing bracket": (r"a \) b", "a b"),
    "forgotten dollars": (r"\frac{1}{2} x_{12}^{T}", r"\frac{1}{2} x_{12}^{T}"),
    "symbol in text": (r"a \rightarrow b", r"a \rightarrow b"),
    "unknown command with an argument": (r"\answer{42}", "42"),
    "verb": (r"\verb|a_%b| and \lstinline!x!", "`a_%b` and `x`"),
    "verb with backticks": (r"\verb|a`b|", "``a`b``"),
    "unclosed verb": (r"\verb|a", "`a`"),
    "heading": (r"\section{One \textbf{two} $x$}", "# One two $x$"),
    "starred heading": (r"\subsection*{One}\label{one}", "## One"),
    "short heading": (r"\subsubsection[1]{One}", "### One"),
    "paragraph": (r"\paragraph{(a)}", "#### (a)"),
    "heading within a heading": (r"\section{\section{One}}", "# One"),
    "hidden text": (r"a \iffalse b \fi c", "a c"),
    "text that is struck out": (r"a \sout{$b = \frac{1}{2}$} c", "a c"),
    "room for text": (r"a \phantom{$b$} c", "a c"),
    "text behind the end of a file": (r"a \endinput b", "a"),
    "empty": ("", ""),
    "only a backslash": ("\\", ""),
}


@pytest.mark.parametrize(("latex", "expected"), WITHIN_A_LINE.values(), ids=WITHIN_A_LINE)
def test_a_line_becomes(latex, expected):
    assert markdown(latex) == [expected]


def test_only_the_document_is_printed():
    assert markdown(
        r"\documentclass{article}",
        r"\title{Homework}",
        r"\begin{document}",
        r"\maketitle",
        r"\section{One}",
        r"\end{document}",
        r"old",
    ) == ["", "", "", "", "# One", "", ""]


def test_a_snippet_needs_no_document():
    assert markdown(r"\section{One}", "two") == ["# One", "two"]


def test_sections_carry_the_numbers_that_latex_prints():
    latex = [
        r"\section{One}",
        r"\subsection{Aim}",
        r"\section*{Aside}",
        r"\section{}",
        r"\subsection{End}",
    ]
    assert markdown(*latex) == ["# 1 One", "## 1.1 Aim", "# Aside", "# 2", "## 2.1 End"]


def test_counters_of_sections_are_set_and_styled():
    assert markdown(
        r"\documentclass{article}",
        r"\renewcommand{\thesubsection}{\thesection.\alph{subsection}}",
        r"\begin{document}",
        r"\setcounter{section}{1}",
        r"\section{One}",
        r"\subsection{Aim}",
        r"\section{Two}",
        r"\end{document}",
    ) == ["", "", "", "", "# 2 One", "## 2.a Aim", "# 3 Two", ""]


def test_sections_with_labels_of_their_own_carry_no_others():
    latex = [r"\section{Problem 2}", r"\subsection{Forward}", r"\section{Problem 3}"]
    assert markdown(*latex) == ["# Problem 2", "## Forward", "# Problem 3"]
    mixed = [r"\section{Forward}", r"\subsection{Problem 2}", r"\section{Backward}"]
    assert markdown(*mixed) == ["# 1 Forward", "## Problem 2", "# 2 Backward"]


def test_comments_and_hidden_blocks_keep_their_lines():
    latex = ["a", "% b", r"\begin{comment}", "$c$", r"\end{comment}", r"\iffalse", "d", r"\fi", "e"]
    assert markdown(*latex) == ["a", *[""] * 7, "e"]


def test_text_after_a_heading_goes_to_the_next_line_and_the_lines_recover():
    assert markdown(r"\section{One} two", "", "three") == ["# One", "two", "three"]
    assert markdown(r"a \section{One", "two} b", "", "c") == ["a", "# One two", "b", "c"]


def test_inline_mathematics_stays_on_the_line_it_begins_on():
    assert markdown("so $a", "+ b$ is", "c") == ["so $a + b$", "is", "c"]


def test_a_blank_line_ends_inline_mathematics():
    assert markdown("costs $5", "", "or $6") == [r"costs \$5", "", r"or \$6"]
    assert markdown(r"so \( x", "", "y") == ["so $x$", "", "y"]


@pytest.mark.parametrize(
    "name",
    [
        *("equation", "equation*", "align", "align*", "gather", "gather*", "multline"),
        *("eqnarray", "displaymath", "flalign"),
    ],
)
def test_a_display_keeps_its_lines(name):
    begin, end = f"\\begin{{{name}}}", f"\\end{{{name}}}"
    assert markdown("so", begin, "  x = 1", end, "b") == ["so", "$$", "x = 1", "$$", "b"]
    assert markdown(begin, r"a &= b \\", "&= c", end) == [
        *(r"$$\begin{aligned}", r"a &= b \\", "&= c", r"\end{aligned}$$")
    ]


def test_the_columns_of_alignat_are_no_mathematics():
    assert markdown(r"\begin{alignat*}{2}", "x", r"\end{alignat*}") == ["$$", "x", "$$"]


@pytest.mark.parametrize(("opener", "closer"), [("$$", "$$"), (r"\[", r"\]")])
def test_brackets_and_dollars_keep_their_lines(opener, closer):
    assert markdown(opener, "a", "= b", closer, "c") == ["$$", "a", "= b", "$$", "c"]


def test_rows_of_inner_environments_are_left_alone():
    lines = [r"\begin{bmatrix} a & b \\", r"c & d \end{bmatrix}"]
    assert markdown(r"\[", *lines, r"\]") == ["$$", *lines, "$$"]
    assert markdown("$$", r"\begin{aligned}", r"a &= b", r"\end{aligned}", "$$") == [
        *("$$", r"\begin{aligned}", "a &= b", r"\end{aligned}", "$$")
    ]


def test_a_display_of_several_lines_has_them_for_itself():
    assert markdown(r"so \[", "x", r"\] where", "", "y") == ["so", "$$ x", "$$", "where", "y"]


def test_comments_within_a_display_do_not_end_it():
    assert markdown(r"\[ a", "% b", r"c \]", "d") == ["$$a", "", "c$$", "d"]


def test_an_environment_that_is_never_closed_ends_with_its_paragraph():
    assert markdown(r"\begin{align}", "x", "", "y") == ["$$", "x$$", "", "y"]


def test_macros_are_replaced():
    assert markdown(
        r"\newcommand{\MSE}{\mathrm{MSE}} \def\w{w_9}",
        r"\newcommand\pd[2]{\frac{\partial #1}{\partial #2}}",
        r"\def\norm#1{\|#1\|} \renewcommand*{\vec}[1]{\mathbf{#1}}",
        r"\DeclareMathOperator*{\argmin}{arg\,min}",
        r"$\pd{\MSE}{\w}$, $\norm{\vec x}^2$, $\argmin_x$, \MSE",
    )[4] == (
        r"$\frac{\partial \mathrm{MSE}}{\partial w_9}$, $\|\mathbf{x}\|^2$, "
        r"$\operatorname{arg\,min}_x$, \mathrm{MSE}"
    )


MACROS = {
    "environments": (r"\def\be{\[}\def\ee{\]}", r"\be x \ee", "$$x$$"),
    "macro in a macro": (r"\def\a{x}\newcommand{\b}[1]{\a_#1}", r"$\b{2}$", "$x_2$"),
    "argument without braces": (r"\newcommand{\b}[1]{\mathbf{#1}}", r"$\b xy$", r"$\mathbf{x}y$"),
    "default of an argument": (
        r"\newcommand{\wt}[2][t]{w_#2^{(#1)}}",
        r"$\wt{9} - \wt[0] x$",
        "$w_9^{(t)} - w_x^{(0)}$",
    ),
    "two letters of a word": (r"\newcommand{\b}[2]{#1/#2}", r"$\b xyz$", "$x/yz$"),
    "what follows a macro that is an argument": (
        r"\newcommand{\a}[1]{[#1]}\newcommand{\b}[1]{(#1)}",
        r"$\b\a{x}$",
        "$([]){x}$",
    ),
    "macro as an argument": (
        r"\def\a{x}\newcommand{\b}[1]{\mathbf{#1}}",
        r"$\b\a$",
        r"$\mathbf{x}$",
    ),
    "letters behind a command": (r"\newcommand{\d}[1]{\partial#1}", r"$\d{x}$", r"$\partial x$"),
    "ensuremath": (
        r"\newcommand{\R}{\ensuremath{\mathbb{R}}\xspace}",
        r"\R{} $\R$",
        r"$\mathbb{R}$ ${\mathbb{R}}$",
    ),
    "missing argument": (r"\newcommand{\b}[1]{(#1)}", r"$\b$", "$()$"),
    "contains itself": (r"\def\a{\a x}", r"$\a$", r"$\a x$"),
    "contain each other": (r"\def\a{\b}\def\b{\a}", r"$\b$", r"$\b$"),
    "optional argument": (r"\newcommand{\b}[2][x]{#1#2}", r"$\b{y}$", "$xy$"),
    "a pair of delimiters": (
        r"\DeclarePairedDelimiter\abs{\lvert}{\rvert}",
        r"$\abs{w}$",
        r"$\lvert w\rvert$",
    ),
    "a package": (r"\usepackage{physics}", r"$\pdv{C}{z}$", r"$\frac{\partial C}{\partial z}$"),
    "brackets of a package": (
        r"\usepackage[a]{b,physics}",
        r"$\qty(\abs{w})$",
        r"$(\left|w\right|)$",
    ),
    "redefined": (r"\def\a{x}\def\a{y}", r"$\a$", "$y$"),
    "no body": (r"\def\a", r"$\a$", r"$\a$"),
    "no name": (r"\newcommand{}{x}", "$y$", "$y$"),
}


@pytest.mark.parametrize(("definition", "use", "expected"), MACROS.values(), ids=MACROS)
def test_a_macro_prints(definition, use, expected):
    lines = markdown(r"\documentclass{a}", definition, r"\begin{document}", use, r"\end{document}")
    assert lines[3] == expected


def test_definitions_and_arguments_over_several_lines_keep_the_lines():
    assert markdown(
        r"\newcommand{\b}[1]{",
        r"  (#1)(#1)",
        "}",
        r"$\b{x",
        r"+ y}$ a",
        "b",
    ) == ["", "", "", "$(x + y)(x + y)$", "a", "b"]


def test_macros_print_a_bounded_amount():
    doubling = [rf"\newcommand{{\{a}}}[1]{{\{b}{{#1#1}}}}" for a, b in pairwise("hgfedcba")][::-1]
    assert len(to_markdown("\n".join([*doubling, r"\h{x}" * 10_000]))) < 2_000_000
    long = rf"\def\a{{{'x' * 400_000}}}"
    assert len(to_markdown(long + r"\a" * 1000)) < 2_000_000


COUNTED = {  # what stands on the lines that are not empty
    "the names that classes give": (
        r"\begin{homeworkProblem}\begin{homeworkProblem}",
        ["## Problem 1", "## Problem 2"],
    ),
    "a theorem by its title": (
        r"\newtheorem{q}{Question}\begin{q}\begin{q}[Chain]",
        ["## Question 1", "## Question 2 (Chain)"],
    ),
    "a theorem with the counter of another": (
        r"\newtheorem{q}{Problem}\newtheorem{e}[q]{Exercise}\begin{q}\begin{e}",
        ["## Problem 1", "## Exercise 2"],
    ),
    "a theorem within sections": (
        r"\newtheorem{q}{Problem}[section]\section{Loss}\begin{q}\section{Cost}\begin{q}",
        ["# 1 Loss", "## Problem 1.1", "# 2 Cost", "## Problem 2.1"],
    ),
    "a counter that is set": (
        r"\newtheorem{q}{Problem}\setcounter{q}{2}\begin{q}\addtocounter{q}{1}\begin{q}",
        ["## Problem 3", "## Problem 5"],
    ),
    "a number as an option": (
        r"\begin{problem}[4]\begin{problem}",
        ["## Problem 4", "## Problem 5"],
    ),
    "labels of their own": (
        r"\begin{problem}[Problem 3]\par\begin{problem}{4}",
        ["[Problem 3] 4"],
    ),
    "a theorem without numbers": (
        r"\newtheorem*{problem}{Problem}\begin{problem} x",
        ["x"],
    ),
    "solutions to what is counted": (
        r"\begin{problem}\begin{solution} x",
        ["## Problem 1", "x"],
    ),
    "no questions": (r"\newtheorem{q}{Lemma}\begin{q} x", ["x"]),
    "below titles in words": (r"\section*{Problem 3}\begin{problem} x", ["# Problem 3", "x"]),
    "a counter of one's own": (
        r"\newcounter{n}\newcommand{\problem}{\stepcounter{n}\section*{Problem \then}}"
        r"\setcounter{n}{2}\problem\problem",
        ["# Problem 3", "# Problem 4"],
    ),
    "numerals": (
        r"\newcounter{n}\refstepcounter{n}\alph{n} \stepcounter{n}\Roman{n}",
        ["a II"],
    ),
}


@pytest.mark.parametrize(("latex", "expected"), COUNTED.values(), ids=COUNTED)
def test_counters_number_titles(latex, expected):
    assert [line for line in to_markdown(latex).split("\n") if line] == expected


def test_lists_carry_the_labels_that_latex_prints():
    assert markdown(
        r"\begin{enumerate}",
        r"  \item one",
        r"    \begin{enumerate}",
        r"      \item two",
        r"      \begin{enumerate}",
        r"        \item three",
        r"        \begin{enumerate} \item four \end{enumerate}",
        r"      \end{enumerate}",
        r"      \item five",
        r"    \end{enumerate}",
        r"  \item six",
        r"    \begin{itemize}",
        r"      \item seven",
        r"        more",
        r"    \end{itemize}",
        r"\end{enumerate}",
        r"after",
    ) == [
        *("", "1. one", "", "   (a) two", "", "   i. three", "   A. four", "", "   (b) five", ""),
        *("2. six", "", "   - seven", "     more", "", "", "after"),
    ]


LABELS = {
    "enumitem": (r"[label=(\alph*)]", "(a)", "(b)"),
    "enumitem with more": (r"[label=\textbf{\roman*)}, start=3, noitemsep]", "iii)", "iv)"),
    "enumitem in braces": (r"[leftmargin=*, label={(\Roman*)}]", "(I)", "(II)"),
    "words": (r"[label=Problem \arabic*.]", "Problem 1.", "Problem 2."),
    "short": ("[(a)]", "(a)", "(b)"),
    "short capitals": ("[A.]", "A.", "B."),
    "start": ("[start=9]", "9.", "10."),
    "layout only": ("[noitemsep]", "1.", "2."),
    "nothing": ("", "1.", "2."),
}


@pytest.mark.parametrize(("option", "first", "second"), LABELS.values(), ids=LABELS)
def test_the_labels_of_a_list_may_be_chosen(option, first, second):
    lines = markdown(rf"\begin{{enumerate}}{option}", r"\item x", r"\item y", r"\end{enumerate}")
    assert lines == ["", f"{first} x", f"{second} y", ""]


def test_an_item_may_have_its_own_label():
    assert markdown(r"\begin{enumerate}", r"\item[\textbf{(c)}] x", r"\item y", r"\item[] z") == [
        *("", "(c) x", "1. y", "z")
    ]


def test_lists_are_resumed_and_counters_set():
    assert markdown(
        *(r"\begin{enumerate}", r"\item a", r"\item b", r"\end{enumerate}"),
        *(r"\begin{enumerate}[resume]", r"\item c", r"\setcounter{enumi}{6}", r"\item d"),
    ) == ["", "1. a", "2. b", "", "", "3. c", "", "7. d"]


def test_the_questions_of_an_exam_are_a_list():
    assert markdown(
        *(r"\begin{questions}", r"\question[10] a", r"\begin{parts}", r"\part b", r"\part[2] c"),
        *(r"\end{parts}", r"\titledquestion{d}", r"\end{questions}"),
    ) == ["", "1. a", "", "   (a) b", "   (b) c", "", "2. d", ""]


def test_a_letter_that_is_the_label_of_an_item_has_a_point():
    assert markdown(r"\begin{description}\item[A] near 200", r"\item[Proof] so", "")[:2] == [
        "A. near 200",
        "Proof so",
    ]


def test_counters_of_class_exam_are_set():
    lines = markdown(
        *(r"\begin{questions}", r"\setcounter{question}{2}", r"\question", r"\begin{parts}"),
        *(r"\setcounter{partno}{1}", r"\part x", r"\addtocounter{question}{1}", r"\part y"),
        *(r"\end{parts}", r"\question z", r"\end{questions}"),
    )
    assert [each.strip() for each in lines if each.strip()] == ["3.", "(b) x", "(c) y", "5. z"]


def test_a_display_belongs_to_its_item():
    assert markdown(
        *(r"\begin{itemize}", r"\item so", r"\begin{align}", "x", r"\end{align}", r"\end{itemize}"),
        "after",
    ) == ["", "- so", "  $$", "  x", "  $$", "", "after"]


def test_items_on_one_line_get_lines_of_their_own():
    latex = r"\begin{itemize} \item a \item b", r"\end{itemize}", "c"
    assert markdown(*latex) == ["- a", "- b", "c"]


def test_an_item_without_a_list_is_a_bullet():
    assert markdown(r"\item a", r"\end{itemize} b") == ["- a", "  b"]


def test_the_rule_of_a_table_stands_where_latex_has_one():
    assert markdown(
        r"\begin{table}[h] \centering",
        r"\begin{tabular}{|l|c|c|}",
        r"\toprule",
        r"\textbf{Model} & \multicolumn{2}{c}{Loss} \\ \midrule",
        r"",
        r"A & $0.1$ &",
        r"  0.2 \\ \cmidrule(lr){2-3}",
        r"B & 0.3 \\[2pt]",
        r"\hline",
        r"\end{tabular}",
        r"\caption{Losses}",
        r"\end{table}",
    ) == [
        *("", "", "", "| Model | Loss |  |", "| --- | --- | --- |", "| A | $0.1$ | 0.2 |"),
        *("", "| B | 0.3 |", "", "", "Losses", ""),
    ]


def test_the_heading_of_a_crowded_table_goes_up_by_a_line():
    assert markdown(r"\begin{tabular}{ll}", r"a & b \\", r"c & d \\", r"\end{tabular}", "e") == [
        *("| a | b |", "| --- | --- |", "| c | d |", "", "e")
    ]


def test_rows_on_one_line_get_lines_of_their_own():
    latex = r"\begin{tabular}{l} a \\ b \\ c \end{tabular}", "", "", "", "", "d"
    assert markdown(*latex) == ["| a |", "| --- |", "| b |", "| c |", "", "d"]


def test_what_follows_a_table_on_one_line_is_neither_a_row_nor_lost():
    table = r"\begin{tabular}{l} a \\ b \\ c \end{tabular}"
    rows = ["| a |", "| --- |", "| b |", "| c |", ""]
    assert to_markdown(f"{table}\nd").split("\n") == [*rows, "d"]
    assert to_markdown(f"{table}\n\\section{{d}}\n$e$").split("\n") == [*rows, "# d", "$e$"]
    align = "\\begin{align}\na &= 1 \\\\\nb &= 2\n\\end{align}"
    *first, display = to_markdown(f"{table}\n{align}").split("\n")
    assert (first, display) == (rows, r"$$\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}$$")


def test_bars_and_signs_in_cells_are_no_borders():
    latex = r"\begin{tabular}{l}", "", r"$|x| + \|y\|$ \& \verb?|? | \\", "", r"\end{tabular}"
    assert markdown(*latex)[2] == r"| $\vert x\vert + \Vert y\Vert $ & `\|` \| |"


def test_the_first_cell_of_a_table_may_be_empty():
    latex = r"\begin{tabularx}{\textwidth}{ll}", r"& b \\", "", r"c & \\", r"\end{tabularx}"
    assert markdown(*latex)[1:4] == ["|  | b |", "| --- | --- |", "| c |  |"]


def test_a_list_that_begins_in_a_cell_ends_with_it():
    latex = r"\begin{tabular}{l}", r"\begin{enumerate}", "", r"\end{tabular}", r"\item a"
    assert markdown(*latex)[4] == "- a"


def test_a_table_within_a_cell_is_one_cell():
    inner = r"\begin{tabular}[c]{@{}c@{}} a \\ b \end{tabular}"
    latex = r"\begin{tabular}{ll}", rf"{inner} & c \\", "", r"d & e \\", r"\end{tabular}"
    assert markdown(*latex)[1:4] == ["| a b | c |", "| --- | --- |", "| d | e |"]


def test_arrays_in_mathematics_are_mathematics():
    assert markdown(r"$\begin{array}{c} a \\ b \end{array}$") == [
        r"$\begin{array}{c} a \\ b \end{array}$"
    ]


@pytest.mark.parametrize(
    "begin",
    [
        *(r"\begin{verbatim}", r"\begin{lstlisting}[language=Python, numbers=left]"),
        *(r"\begin{minted}{python}", r"\begin{minted}[linenos]{python}", r"\begin{Verbatim}"),
    ],
)
def test_code_is_fenced(begin):
    end = begin.partition("}")[0].replace("begin", "end") + "}"
    code = ["def f(x):", r"    return x % 2  # \item", "", "$"]
    assert markdown("so", begin, *code, end, "b") == ["so", "```", *code, "```", "b"]


def test_code_that_holds_a_fence_gets_a_longer_one():
    assert markdown(r"\begin{verbatim}", "````", r"\end{verbatim}") == ["`````", "````", "`````"]


def test_code_with_text_around_it_loses_nothing():
    assert markdown(r"a \begin{verbatim}b", "c", r"d\end{verbatim} e", *[""] * 4, "f") == [
        *("a", "```", "b", "c", "d", "```", "e", "f")
    ]
    assert markdown(r"\begin{verbatim}a\end{verbatim}") == ["`a`"]


def test_code_that_is_never_closed_goes_to_the_end():
    assert markdown(r"\begin{verbatim}", "a", "b", "") == ["```", "a", "b", "```"]


def test_code_in_an_item_is_indented_with_it():
    latex = r"\begin{itemize}", r"\item a", r"\begin{verbatim}", "  b", r"\end{verbatim}"
    assert markdown(*latex) == ["", "- a", "  ```", "    b", "  ```"]


def test_figures_keep_their_pictures_and_captions():
    assert markdown(
        r"\begin{figure}[h!]",
        r"\includegraphics{a.png}",
        r"\caption{Accuracy 93\%} \label{fig:a}",
        r"\end{figure}",
    ) == ["", "![](a.png)", "Accuracy 93%", ""]


def test_boxes_lose_their_measures():
    assert markdown(r"\begin{minipage}[t]{0.5\textwidth}", "a", r"\end{minipage}") == ["", "a", ""]


ENVIRONMENTS = "document align equation enumerate itemize table tabular verbatim comment".split()
FRAGMENTS = st.sampled_from(
    [
        *(" ", "\n", "\n\n", "x", "é", r"\begin{tabular}{ll}"),
        *r"\ { } [ ] $ $$ & % ~ ^ _ | ` #1 \( \) \[ \] \\ \verb| \iffalse \fi \ensuremath{".split(),
        *r"\item \item[ \section{ \label{ \setcounter{enumi}{3} \hline \multicolumn{2}".split(),
        *r"\newcommand{\a}[1]{ \def\b#1{ \a \b{ \frac{1}".split(),
        *(rf"\{side}{{{name}}}" for side in ("begin", "end") for name in ENVIRONMENTS),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_keeps_the_number_of_its_lines_where_there_is_room_to_borrow(latex):
    assert to_markdown(latex).count("\n") >= latex.count("\n")
    roomy = f"{latex}\n\nx" + "\n" * 60
    assert to_markdown(roomy).count("\n") == roomy.count("\n")


@given(st.text(st.characters(exclude_characters="\\{}[]$&%~^_|*`#\n\r"), min_size=1))
def test_plain_text_is_left_as_it_is(text):
    assert to_markdown(text) == text.strip()


@pytest.mark.parametrize("unit", ["{", "$", r"\(", r"\item[", r"\begin{itemize}", r"\section{"])
def test_deep_and_unclosed_text_is_survived(unit):
    assert to_markdown(unit * 20_000 + "\n") is not None
