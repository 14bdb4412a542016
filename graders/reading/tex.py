r"""LaTeX documents as Markdown, line by line: line k of the result comes from line k of the source.

The source becomes a list of tokens, the macros that it defines are replaced, and a `_Writer`
writes the rest on a `_Page`, which ends one line for each line end of the source. Where Markdown
needs a line that LaTeX does not have, the page borrows the next line end and skips it when it
comes, so that a line is rarely off and never for long.

Each step takes time in proportion to the source, whatever it holds, and none raises.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

TOKEN = re.compile(
    r"""
      \\begin\{(?P<name>verbatim\*?|Verbatim|lstlisting|minted|comment)\}
          .*? (?:\\end\{(?P=name)\}|\Z)                   # a block that is not LaTeX
    | \\iffalse(?![A-Za-z]) .*? (?:\\fi(?![A-Za-z])|\Z)   # another
    | \\(?:verb\*?|lstinline)(?P<bar>[^A-Za-z\s*\[{])[^\n]*? (?:(?P=bar)|(?=\n)|\Z)
    | \\(?:begin|end)\{[A-Za-z]+\*?\}
    | \\(?:url|href)\{[^{}\n]*\}                          # where % is no comment
    | \\(?:[A-Za-z@]+|[^\n]|)                             # a command
    | %[^\n]*                                             # a comment
    | \#[1-9]                                             # an argument of a macro
    | [ \t]+
    | [^\\%\#{}\[\]$&~^_|*`\ \t\n]+                       # text
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
VERB = re.compile(r"\\(?:verb\*?|lstinline)([^A-Za-z\s*\[{])(.*?)\1?", re.DOTALL)
BEGIN, END = "\\begin{", "\\end{"
CODE = ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted")
BLOCKS = (*CODE, "comment")

MATHEMATICS = frozenset(
    "equation align gather multline eqnarray displaymath flalign alignat".split()
)
TABLES = {"tabular": 1, "tabular*": 2, "tabularx": 2, "longtable": 1, "array": 1}
BOXES = {"minipage": 1, "multicols": 1, "wrapfigure": 2, "subfigure": 1, "adjustbox": 1} | (
    dict.fromkeys(("figure", "table", "center", "tcolorbox", "mdframed", "framed"), 0)
)
NUMBERED_LISTS = frozenset(("enumerate", "questions", "parts", "subparts"))
LISTS = NUMBERED_LISTS | {"itemize", "description"}
ITEMS = {"\\question": "questions", "\\part": "parts", "\\subpart": "subparts"}  # class exam
TEMPLATES = ("1.", "(a)", "i.", "A.")  # what LaTeX prints before an item, by depth
COUNTERS = {"\\arabic*": "1", "\\alph*": "a", "\\Alph*": "A", "\\roman*": "i", "\\Roman*": "I"}
STYLE = re.compile(r"1|(?<![A-Za-z])[aAiI](?![A-Za-z])")  # the number within a template
ROMAN = {
    **{1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"},
    **{10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"},
}
BRACKETS = {"\\(": "\\)", "\\[": "\\]"}
HEADINGS = {
    "\\chapter": "#",
    "\\section": "#",
    "\\subsection": "##",
    "\\subsubsection": "###",
    "\\paragraph": "####",
    "\\subparagraph": "#####",
}
RULES = dict.fromkeys(("\\hline", "\\toprule", "\\midrule", "\\bottomrule"), 0) | {
    "\\cline": 1,
    "\\cmidrule": 1,
}
TRIMS = ("(l)", "(r)", "(lr)", "(rl)")  # where a \\cmidrule is shortened
LAYOUT = """
    appendix bf bfseries bigskip centering clearpage displaystyle em footnotesize hfill hfil huge
    it itshape large Large LARGE maketitle medskip newpage noindent normalsize pagebreak
    raggedright rm scriptsize small smallskip tableofcontents tiny tt ttfamily vfill xspace
"""
WITH_ARGUMENT = """
    author autoref bibliography bibliographystyle cite citep citet color date documentclass eqref
    graphicspath hspace include includegraphics input label pageref pagestyle parbox ref
    scalebox textcolor thispagestyle usepackage vspace
"""
DROPPED = (  # commands that print nothing, with the number of arguments that go with them
    RULES
    | {f"\\{name}": 0 for name in LAYOUT.split()}
    | {f"\\{name}": 1 for name in WITH_ARGUMENT.split()}
    | dict.fromkeys(("\\multicolumn", "\\multirow", "\\setlength", "\\resizebox"), 2)
)
UNPRINTED = {
    "\\label": 1,
    "\\nonumber": 0,
    "\\notag": 0,
    "\\ensuremath": 0,
    "\\xspace": 0,
}  # in mathematics
STRAY = frozenset(  # mathematics that keeps its braces even where the dollars are forgotten
    "^ _ \\frac \\dfrac \\tfrac \\sqrt \\binom \\mathbf \\mathrm \\mathbb \\mathcal \\mathsf "
    "\\boldsymbol \\bm \\vec \\hat \\bar \\tilde \\overline \\widehat \\operatorname \\norm".split()
)
TEXT = (  # what is printed otherwise than it is written
    dict.fromkeys(("{", "}", "%", "\\", "\\)", "\\]", "\\!", "\\/", "\\-", "\\@"), "")
    | dict.fromkeys(("\\'", '\\"', "\\`", "\\^", "\\~", "\\=", "\\."), "")  # accents
    | dict.fromkeys(("~", "\\ ", "\\,", "\\;", "\\:", "\\quad", "\\qquad", "\\newline"), " ")
    | {"\\%": "%", "\\&": "&", "\\_": "_", "\\{": "{", "\\}": "}", "`": "'", "\\par": " "}
    | {"\\ldots": "...", "\\dots": "...", "\\textbackslash": "\\"}
)

DEFINITIONS = frozenset(
    ("\\newcommand", "\\renewcommand", "\\providecommand", "\\def", "\\DeclareMathOperator")
)
MAX_BODY_TOKENS = 500  # of a macro
MAX_DEPTH = 10  # macros in the arguments of macros
MAX_EXPANSION = 500_000  # characters that macros may print in all
MAX_OPTION_TOKENS = 50
MAX_INDENT = 24
MAX_LABEL = 20


def to_markdown(latex: str) -> str:
    r"""A LaTeX document as Markdown with as many lines.

    Sections become headings, displays stand between ``$$``, lists carry the labels that LaTeX
    would print, tables become pipe tables and verbatim text becomes fenced code. Comments, the
    preamble, labels, references, images and layout vanish; no file is ever included. Within
    mathematics only macros, comments and labels are replaced.

    >>> print(to_markdown("\\section*{1.1}\nIts gradient is \\(2x\\). % as shown"))
    # 1.1
    Its gradient is $2x$.
    """
    tokens = [token[0] for token in TOKEN.finditer(latex)]
    expanded = _Expander(tokens).expand(0, len(tokens))
    return _Writer(_body(list(_separated(expanded)))).markdown()


def _separated(tokens: list[str]) -> Iterator[str]:
    r"""The tokens with a space where a macro has put letters behind a command (\pi and r)."""
    for before, token in pairwise(["", *tokens]):
        if token[0].isalpha() and before[:1] == "\\" and before[-1].isalpha():
            yield " "
        yield token


def _body(tokens: list[str]) -> list[str]:
    """The tokens between the beginning and the end of the document, and only line ends around."""
    begin, end = BEGIN + "document}", END + "document}"
    start = tokens.index(begin) + 1 if begin in tokens else 0
    stop = tokens.index(end, start) if end in tokens[start:] else len(tokens)
    return [
        *["\n"] * _line_ends(tokens[:start]),
        *tokens[start:stop],
        *["\n"] * _line_ends(tokens[stop:]),
    ]


def _line_ends(tokens: list[str]) -> int:
    return sum(token.count("\n") for token in tokens)


def _environment(token: str) -> str:
    r"""The name of the environment that a token begins or ends: align* for \begin{align*}."""
    return token[token.index("{") + 1 : token.index("}")]


# Macros


@dataclass(frozen=True, slots=True)
class _Macro:
    arguments: int
    body: list[str]


class _Expander:
    """Replaces the macros that a document defines.

    The body of a macro is expanded once, when it is defined, by the macros known until then. So
    no macro can contain itself, and what is printed is bounded.
    """

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.partner = _groups(tokens)
        self.macros: dict[str, _Macro] = {}
        self.room = MAX_EXPANSION

    def expand(self, start: int, stop: int, depth: int = 0) -> list[str]:
        """The tokens of a range without definitions and with macros replaced."""
        found: list[str] = []
        while start < stop:
            token = self.tokens[start]
            macro = self.macros.get(token)
            if depth < MAX_DEPTH and token in DEFINITIONS:
                after = self._define(start, stop, depth)
            elif depth < MAX_DEPTH and macro and self.room > 0:
                printed, after = self._use(macro, start, stop, depth)
                found += printed
            else:
                found.append("%" if token[0] == "%" else token)
                start += 1
                continue
            found += ["\n"] * _line_ends(self.tokens[start:after])
            start = after
        return found

    def _define(self, start: int, stop: int, depth: int) -> int:
        """Learn the definition that starts here; where it ends."""
        name, here = self._defined_name(self._skip_blanks(start + 1, stop, also="*"), stop)
        body = next((i for i in range(here, min(here + 20, stop)) if self.tokens[i] == "{"), stop)
        end = self.partner.get(body)
        if not name or end is None:
            return start + 1
        signature = re.sub(r"\s", "", "".join(self.tokens[here:body]))
        counted = re.fullmatch(r"\[([0-9])\]|((?:#[1-9])*)", signature)
        if counted and end - body <= MAX_BODY_TOKENS:
            tokens = _on_one_line(self.expand(body + 1, end, depth + 1))
            if self.tokens[start] == "\\DeclareMathOperator":
                tokens = ["\\operatorname", "{", *tokens, "}"]
            self.macros[name] = _Macro(int(counted[1] or len(signature) // 2), tokens)
        return end + 1

    def _defined_name(self, here: int, stop: int) -> tuple[str, int]:
        r"""The command at a place, as in \def\x or \newcommand{\x}, and where it ends."""
        end = self.partner.get(here, here)
        name = "".join(self.tokens[here : min(end, here + 4) + 1]).strip("{} \t\n")
        return (name if re.fullmatch(r"\\([A-Za-z@]+|.)", name) else ""), min(end + 1, stop)

    def _use(self, macro: _Macro, start: int, stop: int, depth: int) -> tuple[list[str], int]:
        """What a macro prints, and where its arguments end."""
        arguments: list[list[str]] = []
        here = start + 1
        for _ in range(macro.arguments):
            here = self._skip_blanks(here, stop)
            end = self.partner.get(here)
            if end is not None:
                arguments.append(self.expand(here + 1, end, depth + 1))
                here = end + 1
            elif here < stop and self.tokens[here] not in "}]&$":
                first, rest = self.tokens[here], ""
                if first[0] not in "\\#%":
                    first, rest = first[0], first[1:]
                self.tokens[here] = first
                arguments.append(self.expand(here, here + 1, depth + 1))
                self.tokens[here] = rest or first
                here += not rest
            else:
                arguments.append([])
        printed: list[str] = []
        for token in macro.body:
            number = int(token[1]) if token[0] == "#" and len(token) == 2 else 0
            printed += arguments[number - 1] if 0 < number <= len(arguments) else [token]
        self.room -= 1 + sum(map(len, printed))
        return _on_one_line(printed), here

    def _skip_blanks(self, here: int, stop: int, *, also: str = "") -> int:
        while here < stop and (self.tokens[here].isspace() or self.tokens[here] == also):
            here += 1
        return here


def _groups(tokens: list[str]) -> dict[int, int]:
    """The closing brace of every group."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for here, token in enumerate(tokens):
        if token == "{":
            opened.append(here)
        elif token == "}" and opened:
            partner[opened.pop()] = here
    return partner


def _on_one_line(tokens: list[str]) -> list[str]:
    return [token.replace("\n", " ") for token in tokens]


# Pages


class _Page:
    """Lines under construction; each line end of the source ends one of them.

    `left` counts the line ends of the source still to come, `indent` goes before each line.
    """

    def __init__(self, left: int) -> None:
        self.left = left
        self.indent = ""
        self._lines: list[str] = []
        self._line: list[str] = []
        self._borrowed = 0
        self._full = False  # whatever follows belongs on another line

    def write(self, text: str, *, exact: bool = False) -> None:
        """Add to the line; blanks at its beginning are dropped unless they are `exact`."""
        text = text.replace("\n", " ")
        if not text.strip() and (not text or self._full or self._ends_blank()):
            return
        if self._full and not self.own_line():
            self._full = False
            text = f" {text}"
        if not self._line:
            text = self.indent + (text if exact else text.lstrip())
        self._line.append(text)

    def write_line(self, text: str) -> None:
        """Write a line that stands alone."""
        self.own_line()
        self.write(text)
        self.close_line()

    def close_line(self) -> None:
        """Send whatever follows to the next line."""
        self._full = bool(self._line)

    def own_line(self) -> bool:
        """Come to an empty line, by a borrowed line end if need be; whether that succeeded."""
        if self._line and self.left > self._borrowed:
            self._borrowed += 1
            self._end_line()
        return not self._line

    def go_to(self, left: int) -> None:
        """Come to the place that has so many line ends of the source after it."""
        while self.left > left:
            self.left -= 1
            if self._borrowed:
                self._borrowed -= 1
                self.write(" ")
            else:
                self._end_line()

    def text(self) -> str:
        return "\n".join([*self._lines, "".join(self._line).rstrip()])

    def _ends_blank(self) -> bool:
        return not self._line or self._line[-1].endswith(" ")

    def _end_line(self) -> None:
        self._lines.append("".join(self._line).rstrip())
        self._line = []
        self._full = False


class _SingleLine(_Page):
    """A page for a heading or a cell of a table."""

    def own_line(self) -> bool:
        return not self._line

    def _end_line(self) -> None:
        self.write(" ")


# Documents


@dataclass(slots=True)
class _List:
    name: str
    template: str  # the label of its items with 1, a, A, i or I for the number
    indent: str  # of its items
    depth: int  # how many numbered lists are around its items, less one
    number: int = 0


class _Writer:
    """Writes the tokens of a document as Markdown.

    A method that begins with `_step`, or is called by one, writes what begins at a token and
    returns the place where that ends.
    """

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.partner = _nesting(tokens)
        counts = accumulate((token.count("\n") for token in reversed(tokens)), initial=0)
        self.left = list(counts)[::-1]  # line ends from each token on
        self.page = _Page(self.left[0])
        self.lists: list[_List] = []
        self.last_numbers: dict[int, int] = {}  # of the last list at each depth, to be resumed
        self.in_cell = False

    def markdown(self) -> str:
        self._write(0, len(self.tokens))
        return self.page.text()

    def _write(self, here: int, stop: int) -> None:
        while here < stop:
            here = self._step(here, stop)
            self.page.go_to(self.left[here])

    def _inline(self, start: int, stop: int) -> str:
        """A range as one line, in which headings, lists and tables are only text."""
        page, self.page = self.page, _SingleLine(self.left[start])
        self._write(start, stop)
        line, self.page = self.page.text().strip(), page
        return line

    def _step(self, here: int, stop: int) -> int:
        token = self.tokens[here]
        if token in TEXT:
            self.page.write(TEXT[token])
        elif token == "$":
            return self._step_dollars(here, stop)
        elif token in BRACKETS:
            return self._step_brackets(here, stop)
        elif token in STRAY:
            return self._step_stray(here)
        elif token.startswith(BEGIN):
            return self._step_begin(here, stop)
        elif token.startswith(END):
            self._end_list(_environment(token))
        elif token[0] == "\\":
            return self._step_command(here)
        else:
            self.page.write("\\|" if self.in_cell and token == "|" else token)
        return here + 1

    def _step_command(self, here: int) -> int:
        token, after = self.tokens[here], here + 1
        block_level = not isinstance(self.page, _SingleLine)
        if token == "\\\\":
            self.page.write(" ")
            return self._after_option(after + (self._at(after) == "*"))
        if token in DROPPED:
            return self._after_arguments(after, DROPPED[token]) if DROPPED[token] else after
        if token == "\\ensuremath" and after in self.partner:
            self._write_mathematics(after + 1, self.partner[after], display=False)
            return self.partner[after] + 1
        if token == "\\setcounter":
            return self._set_counter(after)
        if block_level and (token == "\\item" or self._is_exam_item(token)):
            return self._step_item(here)
        if block_level and token in HEADINGS:
            return self._step_heading(here)
        if code := VERB.fullmatch(token):
            self._write_code_span(code[2])
        elif token.startswith("\\url{"):
            self.page.write(token[5:-1])
        elif not token.startswith(("\\iffalse", "\\href{")) and self._at(after) not in ("{", "*"):
            self.page.write(token)  # a symbol; of other commands only the argument is printed
        return after

    def _step_heading(self, here: int) -> int:
        start = self._after_option(here + 1 + (self._at(here + 1) == "*"))
        end = self.partner.get(start)
        if end is None:
            return start
        self.page.write_line(f"{HEADINGS[self.tokens[here]]} {self._inline(start + 1, end)}")
        return end + 1

    def _step_begin(self, here: int, stop: int) -> int:
        token = self.tokens[here]
        name = _environment(token)
        kind = name.rstrip("*")
        end = self.partner.get(here)
        if name in BLOCKS:
            if name in CODE:
                self._write_code(name, token)
            return here + 1
        if kind in MATHEMATICS:
            start = self._after_arguments(here + 1, int(kind == "alignat"))
            if end is None:
                end = self._end_of_paragraph(start, stop)
            self._write_mathematics(start, end, display=True)
            return end + (self._at(end) == token.replace(BEGIN, END))
        if kind in LISTS:
            return self._begin_list(kind, here + 1)
        if name in TABLES:
            start = self._after_arguments(here + 1, TABLES[name])
            if end is None or isinstance(self.page, _SingleLine):
                return start
            self._write_table(start, end)
            return end + 1
        return self._after_arguments(here + 1, BOXES[kind]) if kind in BOXES else here + 1

    # Mathematics

    def _step_dollars(self, here: int, stop: int) -> int:
        """Mathematics between dollars; a dollar that opens nothing is only a dollar."""
        marks = ["$", "$"] if self._at(here + 1) == "$" else ["$"]
        start = end = here + len(marks)
        while end < stop and self.tokens[end] != "}" and not self._ends_paragraph(end):
            if self.tokens[end : end + len(marks)] == marks:
                self._write_mathematics(start, end, display=len(marks) == 2)
                return end + len(marks)
            end = self.partner.get(end, end) + 1
        self.page.write("\\$" * len(marks))
        return start

    def _step_brackets(self, here: int, stop: int) -> int:
        r"""Mathematics in \( \) or \[ \], or to the end of the paragraph if that never closes."""
        opener = self.tokens[here]
        closer = BRACKETS[opener]
        end = self._end_of_paragraph(here + 1, stop, before=(opener, closer))
        self._write_mathematics(here + 1, end, display=opener == "\\[")
        return end + (self._at(end) == closer)

    def _step_stray(self, here: int) -> int:
        r"""Mathematics without dollars, such as \frac{1}{2}, with its arguments."""
        after = here + 1
        while self._at(after) == "{" and after in self.partner:
            after = self.partner[after] + 1
        self._write_tokens(here, after)
        return after

    def _write_mathematics(self, start: int, stop: int, *, display: bool) -> None:
        blanks = " \t" if display else " \t\n"
        while start < stop and not self.tokens[start].strip(blanks):
            start += 1
        while start < stop and not self.tokens[stop - 1].strip(blanks):
            stop -= 1
        if display:
            self._write_display(start, stop)
        elif start < stop:
            self.page.write("$")
            self._write_tokens(start, stop)
            self.page.write("$")

    def _write_display(self, start: int, stop: int) -> None:
        """A display; one of several lines has them for itself."""
        several_lines = self.left[start] > self.left[stop]
        aligned = self._has_rows(start, stop)
        if several_lines:
            self.page.own_line()
        self.page.write("$$\\begin{aligned}" if aligned else "$$")
        self._write_tokens(start, stop, keep_lines=True)
        self.page.write("\\end{aligned}$$" if aligned else "$$")
        if several_lines:
            self.page.close_line()

    def _write_tokens(self, here: int, stop: int, *, keep_lines: bool = False) -> None:
        """Mathematics as it is, inline on one line: a line that began with + would be a list."""
        printed = {"%": "", "$": "\\$"}
        if self.in_cell:
            printed |= {"|": "\\vert ", "\\|": "\\Vert "}
        while here < stop:
            token = self.tokens[here]
            if token in UNPRINTED:
                here = self._after_arguments(here + 1, UNPRINTED[token])
            else:
                self.page.write(printed.get(token, token))
                here += 1
            if keep_lines:
                self.page.go_to(self.left[here])

    def _has_rows(self, here: int, stop: int) -> bool:
        while here < stop:
            if self.tokens[here] in ("&", "\\\\"):
                return True
            here = self.partner.get(here, here) + 1
        return False

    # Lists

    def _begin_list(self, name: str, here: int) -> int:
        after = self._after_option(here)
        option = "".join(self.tokens[here:after]).strip(" \t")[1:-1]
        indent = self.page.indent[:MAX_INDENT]
        depth = self.lists[-1].depth + 1 if self.lists else 0
        if name in NUMBERED_LISTS:
            start = re.search(r"start\s*=\s*([0-9]{1,4})", option)
            number = int(start[1]) - 1 if start else 0
            if "resume" in option:
                number = self.last_numbers.get(depth, 0)
            self.lists.append(_List(name, _template(option, depth), indent, depth, number))
        else:
            self.lists.append(_List(name, "-", indent, depth - 1))
        return after

    def _end_list(self, name: str) -> None:
        if self.lists and self.lists[-1].name == name.rstrip("*"):
            ended = self.lists.pop()
            self.last_numbers[ended.depth] = ended.number
            self.page.indent = ended.indent

    def _set_counter(self, here: int) -> int:
        after = self._after_arguments(here, 2)
        value = re.fullmatch(r"\{enum[iv]+\}\{([0-9]{1,4})\}", "".join(self.tokens[here:after][:8]))
        if value and self.lists:
            self.lists[-1].number = int(value[1])
        return after

    def _is_exam_item(self, token: str) -> bool:
        return bool(self.lists) and ITEMS.get(token) == self.lists[-1].name

    def _step_item(self, here: int) -> int:
        after = self._after_option(here + 1)
        innermost = self.lists[-1] if self.lists else _List("itemize", "-", "", -1)
        if after > here + 1 and self.tokens[here] == "\\item":
            option = next(i for i in range(here + 1, after) if self.tokens[i] == "[")
            label = self._inline(option + 1, after - 1)
        else:
            innermost.number += 1
            label = _label(innermost.template, innermost.number)
        self.page.own_line()
        self.page.indent = innermost.indent
        self.page.write(f"{label} ")
        if re.fullmatch(r"-|[0-9]{1,9}[.)]", label):  # what follows belongs to the item
            self.page.indent += " " * (len(label) + 1)
        return self._after_spaces(after)

    # Tables

    def _write_table(self, start: int, stop: int) -> None:
        """A pipe table. Its rule goes where LaTeX has one, or the heading goes up by a line."""
        rows = list(self._rows(start, stop))
        if not rows:
            return
        (first, heading), *others = rows
        second = others[0][0] if others else stop
        width = max(len(cells) for _, cells in rows)
        crowded = self.left[first] - self.left[second] == 1
        self.page.go_to(self.left[first] + crowded)
        self.page.write_line(_row([*heading, *[""] * (width - len(heading))]))
        self.page.write_line(_row(["---"] * width))
        for place, cells in others:
            self.page.go_to(self.left[place])
            self.page.write_line(_row(cells))

    def _rows(self, here: int, stop: int) -> Iterator[tuple[int, list[str]]]:
        """Each row that is not empty: the place of its first word, and its cells."""
        cells: list[str] = []
        cell, first = here, stop
        while here <= stop:
            token = self.tokens[here] if here < stop else "\\\\"
            if token in ("&", "\\\\", "\\tabularnewline"):
                cells.append(self._cell(cell, here))
                cell = here + 1
                if token != "&":
                    if any(cells):
                        yield first, cells
                    cells, first = [], stop
                    cell = self._after_option(cell)
                here = max(cell, here + 1)
            elif token in RULES:
                here = self._after_arguments(here + 1, RULES[token])
            else:
                if first == stop and not token.isspace() and token != "%":
                    first = here
                here = self.partner.get(here, here) + 1

    def _cell(self, start: int, stop: int) -> str:
        self.in_cell = True
        text = self._inline(start, stop)
        self.in_cell = False
        return text

    # Code

    def _write_code(self, name: str, block: str) -> None:
        code = block.removeprefix(f"{BEGIN}{name}}}").removesuffix(f"{END}{name}}}")
        if name in ("lstlisting", "minted"):
            code = re.sub(r"\A(\[[^\]\n]*\])?(\{[^}\n]*\})?", "", code)
        if "\n" not in code or isinstance(self.page, _SingleLine):
            self._write_code_span(code)
            return
        first, *lines = code.split("\n")
        fence = _backticks(code, at_least=3)
        self.page.write_line(fence)
        self.page.write(first, exact=True)
        for line in lines:
            self.page.go_to(self.page.left - 1)
            self.page.write(line, exact=True)
        if self.page.own_line():
            self.page.write_line(fence)

    def _write_code_span(self, code: str) -> None:
        if code.strip():
            fence = _backticks(code, at_least=1)
            self.page.write(fence + (code.replace("|", "\\|") if self.in_cell else code) + fence)

    # Places

    def _at(self, here: int) -> str:
        return self.tokens[here] if here < len(self.tokens) else ""

    def _after_spaces(self, here: int) -> int:
        return here + (self._at(here).isspace() and self._at(here) != "\n")

    def _after_option(self, here: int) -> int:
        """The place after an option in brackets, if there is one."""
        start = self._after_spaces(here)
        if self._at(start) != "[":
            return here
        end = start + 1
        while end < min(start + MAX_OPTION_TOKENS, len(self.tokens)):
            if self.tokens[end] == "]":
                return end + 1
            if self._ends_paragraph(end):
                break
            end = self.partner.get(end, end) + 1
        return here

    def _after_arguments(self, here: int, number: int) -> int:
        """The place after an option and at most so many arguments in braces."""
        here = self._after_option(here + (self._at(here) in TRIMS))
        for _ in range(number):
            start = here + (self._at(here).isspace())
            if self._at(start) != "{" or start not in self.partner:
                break
            here = self.partner[start] + 1
        return here

    def _end_of_paragraph(self, here: int, stop: int, *, before: tuple[str, ...] = ()) -> int:
        while here < stop and self.tokens[here] not in before and not self._ends_paragraph(here):
            here = self.partner.get(here, here) + 1
        return min(here, stop)

    def _ends_paragraph(self, here: int) -> bool:
        if self.tokens[here] != "\n":
            return False
        return self._at(self._after_spaces(here + 1)) == "\n"


def _nesting(tokens: list[str]) -> dict[int, int]:
    """The end of every group and environment; none of them reaches out of another."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    names: Counter[str] = Counter()
    for here, token in enumerate(tokens):
        if token.startswith(BEGIN) and _environment(token) not in BLOCKS:
            opened.append(here)
            names[_environment(token)] += 1
        elif token == "{":
            opened.append(here)
        elif token == "}" and opened and tokens[opened[-1]] == "{":
            partner[opened.pop()] = here
        elif token.startswith(END) and names[_environment(token)]:
            while tokens[opened[-1]] != token.replace(END, BEGIN):
                unclosed = tokens[opened.pop()]
                if unclosed != "{":
                    names[_environment(unclosed)] -= 1
            names[_environment(token)] -= 1
            partner[opened.pop()] = here
    return partner


def _template(option: str, depth: int) -> str:
    r"""What the items of a numbered list are called, with 1, a, A, i or I for the number.

    >>> [_template(option, 1) for option in ("", "label=\\textbf{\\roman*)}", "A.", "noitemsep")]
    ['(a)', 'i)', 'A.', '(a)']
    """
    stated = re.search(r"label\s*=\s*([^,]*)", option)
    label = stated[1] if stated else "" if "=" in option else option
    for counter, style in COUNTERS.items():
        label = label.replace(counter, style)
    label = re.sub(r"\\[A-Za-z]+|[{}]", "", label).strip()[:MAX_LABEL]
    return label if stated or STYLE.search(label) else TEMPLATES[min(depth, 3)]


def _label(template: str, number: int) -> str:
    """A template with a number in it.

    >>> _label("(a)", 3), _label("Problem 1.", 12), _label("I.", 4), _label("a", 27)
    ('(c)', 'Problem 12.', 'IV.', '27')
    """
    return STYLE.sub(lambda style: _numeral(style[0], number), template, count=1)


def _numeral(style: str, number: int) -> str:
    if style in "aA" and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in "iI" and 1 <= number < 4000:
        text = ""
        for value, letters in ROMAN.items():
            text += letters * (number // value)
            number %= value
        return text if style == "i" else text.upper()
    return str(number)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _backticks(code: str, *, at_least: int) -> str:
    """A fence that the code does not hold."""
    longest = max(map(len, re.findall(r"`+", code)), default=0)
    return "`" * max(at_least, longest + 1)
