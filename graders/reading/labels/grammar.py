r"""The grammar of a label: what stands before its parts, between them and behind them.

    label = {lead} [word] part {join part} [continued] end

"HW2: Problem 3 (b) continued: so" is a lead, a word, the part 3, a join and the part b, what says
that it goes on, and an end. Rules stand under what they read, and the first that fits counts.
"""

import re
from collections.abc import Mapping

from graders.reading.labels.label_words import (
    ANSWERS,
    ELSEWHERE,
    OTHERS,
    PARTS,
    PICTURES,
    QUESTIONS,
)

Rules = Mapping[str, re.Pattern[str]]  # by an example of what each reads


def rule(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    """A pattern written with spaces between its parts."""
    return re.compile(pattern, re.VERBOSE | (re.IGNORECASE if ignore_case else 0))


def _rules(patterns: Mapping[str, str], *, ignore_case: bool = False) -> Rules:
    return {each: rule(text, ignore_case=ignore_case) for each, text in patterns.items()}


_NUMERAL = "[ivx]{2,4}|I[VX]|VI{1,3}|I{2,3}"
PART = rf"(?:\d{{1,2}}|{_NUMERAL}|[A-Za-z])"
_LETTERS = rf"(?:[A-Za-z]|{_NUMERAL})"
_IS_OVER = rf"(?=\s*(?:[).:\]*]|[=~-]{{2,}}|\({PART}\)|\s?[,–—-]\s|$))"  # behind the last part
_ROMAN = r"(?:\s(?:[ivx]{1,4}[).:\]]|(?:i|[ivx]{2,4})$))"  # of a part of a part
_ANSWER = rf"(?:{ANSWERS})\b\.?\s*(?:to|for|of)?\s*"
_NUMBER_SIGN = r"(?:(?:No|Nr|number)\b\.?\s*|№|[Nn]?[°º])"
_PARTS_OF_P = (
    r"(?:\ ?Q(?:\d|[a-h](?![a-z])) | [.)]+\s+[A-Z$] | :\s+(?-i:[A-Z])"
    r" | (?:[.-]\d{1,2}|[.-]?(?:[ivx]{1,4}|[a-h])(?![a-z]))+ [:.)\]]*(?:$|\s+(?![=<>≈+*/·^×%-])))"
)

LEADS = _rules(
    {
        "## **": r"[\s\#*_>]*(?:-\ +)?(?:[=~-]{2,}\s*)?",
        "[1b]": r"\((?=[A-Za-z]+\.?\s*\#?\d)|[\[{](?=[A-Za-z]*\.?\s*\#?\d)",
        "CS7643 HW2 1": r"[A-Z]{2,5}[ -]?\d{2,5}[ :.,-]+(?=(?:HWZ?|Homework|Assignment)[ _-]*\d)",
        "HWZ: 1": r"(?:HWZ?|Homework|Assignment)[ _-]*+\d*+[ :.,–—-]*+(?=\S)",
        "page 3/7: 1": r"""
            (?:slide|page|sheet|folie|seite)\s*\d{1,2}(?:\s*(?:/|of)\s*\d{1,2})?
            \s*[.:|·–—-]+\s*(?=\w)""",
        "2) Problem 2": rf"""
            \(?(?P<number>\d{{1,2}}|[IVX]{{1,4}})[).:]*[\s*_]+
            (?=(?:{QUESTIONS}|{ELSEWHERE})\s*[.-]?\s*\#?(?P=number)\b)""",
        "Bonus: 2.1": r"""
            \(?(?:ec|extra[ -]credit|bonus)\b\)?[ :.,-]*
            (?=(?:qs?|ques|questions?|problem|exercise|ex|task)\b|\d+\.\d)""",
        "in the figure A": r"(?:in|for|on)\ (?:the\ )?(?=(?:fig(?:ure)?|panel|plot|graph)\b)",
        "Answer (a)": rf"(?:(?:(?:my|our)\s+)?{_ANSWER}|(?:ad|zu)\s+)(?=\(\s?{PART}\s?\))",
        "ad 2.1:": r"(?:ad|zu)\s+(?=\w{1,4}(?:[.(]\w{1,4}\)?)*[):])",
        "A1.2:": r"(?-i:[ASp])(?=\d{1,2}(?:\.\w{1,12})+(?:[:.)\]]|\s*$))",
        "as for a) we": r"(?:about|for|regarding|as\ for)\ (?=\(?[a-z]\))",
    },
    ignore_case=True,
)

WORDS = _rules(
    {
        "My answer to Question No. 1": rf"""
            (?:(?:(?:my|our)\s+)?{_ANSWER})?
            (?P<word>
                {QUESTIONS}|{PARTS}|{PICTURES}|{ELSEWHERE}
                |p(?=\.?\s?\d[\d.]*[a-h]?[:.)*_\]}}]*\s*$)
                |(?-i:P)(?=\d{{1,2}}(?:\(?[a-z]\)|{_PARTS_OF_P}))
            )
            \s*[.-]?\s*(?:(?:No|Nr|number)\b\.?|№)?\s*\#?\s*
            (?=[\d(]|(?<![A-Za-z])(?:[A-Za-z]\b|[ivx]{{1,4}}\b))""",
        "Solution of (2b)": rf"(?P<word>){_ANSWER}(?=\(?\d+(?:[.(]\w|(?:[a-z]|[ivx]{{2,4}})\b))",
        "Ans. 1 So": r"""
            (?P<word>)(?:answers?|ans)\.?\s+(?=\d{1,2}(?:[:)]|\s+(?-i:[A-Z][a-z]|\$\\?[A-Za-z])))""",
        "No. 1": r"(?P<word>)(?:No|Nr)\.?\s*(?=\d[\d.]*[a-z]?[:.)*_]*\s*$)",
        "O 5": r"(?P<word>)O\s+(?=\d{1,2}\s*$)",  # OCR reads Q as O
    },
    ignore_case=True,
)
OF_PART = re.compile(  # what follows such a word is no question
    r"parts?|sub.*|fig(?:ure)?|section|teil|abb(?:ildung)?|panel|plot|graph", re.IGNORECASE
)

IDS = _rules(
    {
        "2.2.w9": r"\d+(?:(?:\.[A-Za-z0-9_]+)+|(?:_(?:\d{1,2}|[a-z]|[ivx]{2,4}))+)(?![A-Za-z0-9_])",
        "2/3a": r"\d{1,2}/\d{1,2}[a-h](?=[\s).:\]*]|$)",
        "(3b)": r"\(\d+(?:(?:\.[A-Za-z0-9]+)+|[a-z]|[ivx]{2,4})\)",
    }
)
FIRST_PARTS = _rules(
    {
        "(b)": rf"\(\s*(?P<part>{PART})\.?\s*\)",
        "b.": rf"(?P<part>{PART})(?![A-Za-z0-9])",
        "A1)": r"(?P<part>[A-C])(?=\d[).:])",
        "2b": r"(?P<part>\d{1,2})",
    }
)
JOINS = _rules(
    {
        "1 (a)": rf"\s*[.,:)\]–—-]?\s*\(\s*(?P<part>{PART})\.?\s*\)",
        "1, part a": rf"""
            \s*[,:–—-]?\s*(?i:(?:sub)?(?:parts?|question|teil)|q(?=\d|[a-h](?![a-z])))\s*
            \(?\s*(?!\d{{1,2}}\.\w)(?P<part>{PART})(?:\b|(?=[a-z]\b))(?:\s*\))?""",
        "1) a)": rf"""
            (?:(?<=\d)[.)]{{1,2}}|(?<=[a-z])\))\s*
            (?P<part>{PART})(?=\.?\)(?:\.?(?:\s|$)|\.\w))""",
        "1.a": rf"[.,–—-](?P<part>{PART})(?![A-Za-z0-9])",
        "1 - a)": rf"(?:,\s|[–—-]\s|\s+[–—-]\s)\s*(?P<part>{_LETTERS})(?=[)\]:])",
        "5. 1": r"(?<=\d)\.\ (?P<part>\d)(?=[ :.]*$|[ :.]+(?:ans\b|[A-Z$]))",
        "A 1. so": r"(?:(?<=[A-Za-z])\s+|(?<=\b[A-C]))(?P<part>\d{1,2})(?=[.)]\s)",
        "3ii": rf"(?<=[\da-h])(?P<part>[ivx]{{2,4}}|(?<=[a-h])[ivx]){_IS_OVER}",
        "1a": rf"(?P<part>[A-Za-z])(?=[\s).\]*]|:(?!=)|$|\({PART}\))",
        "1/a)": r"(?<=\d)/(?P<part>[a-h](?=:)|(?:[a-h]|\d)(?=[)\]]))",
        "1, #2": r"\s*,?\s*\#(?P<part>\d{1,2}(?!\d)|[A-Ha-h](?!\w))",
        "Q1/a": r"(?:(?<=[A-Za-z]\s\d)|(?<=[Qq]\d))/(?P<part>[a-h])(?!\w)",
        "3 b)": r"\s+(?P<part>[A-Za-z])(?=\s*(?:[).\]*]|:(?!=)|[\[(]?(?i:cont|ctd)|$))",
        "2.1 ii)": r"(?<=\d)\s+(?P<part>[ivx]{2,4})(?=\))",
        "1 a ii)": rf"\s(?P<part>[a-h])(?={_ROMAN})",
        "2 b iii": rf"(?<=\s[a-h])(?={_ROMAN})\s(?P<part>[ivx]{{1,4}})",
        "4 b   so": r"(?<=\d)\s(?P<part>[a-z])(?=\s{2,}\S)",
        "1aii": rf"(?<=\d)(?P<part>[a-h])(?=[ivx]{{1,4}}{_IS_OVER})",
    }
)
JOINS_WHERE_MARKED = {  # as a label: elsewhere "6 - 1" is a difference
    **JOINS,
    **_rules(
        {
            "2 - 3a": r"""
                (?:\s*[,:/–—-]\s*|\s+)\#?(?P<part>\d{1,2})
                (?=\(?[a-h]\)?(?:[\s.\]*:]|$)|\s[a-h](?:[).:\]*]|\s*$))""",
            "6 - a": rf"""
                (?:,\s|[–—-]\s|\s+[–—-]\s)\s*(?!\d{{1,2}}\.\w)(?P<part>{PART}){_IS_OVER}""",
        }
    ),
}

CONTINUED = rule(r"\s*[\[(]?\s*(?:cont(?:inued|\.|['’]?d)?|ctd)\b\.?\s*[\])]?", ignore_case=True)
END = rule(
    r"""\s*(?P<bracket>[])}]{1,2})?\s*(?P<mark>\.\)|[.):]|[-–—](?=\s)|\\\))?(?:\s*[=~-]{2,}\s*$)?
    (?=\s|$|[$*A-Z(\\]|,\s\d{1,2}[.(]\w)"""
)
UNDERLINED = rule(r"\$\s*\\(?:frac\{(\d+\.\d+)\}\{\1\}|underline\{(\d+\.\d+)\})\s*\$")  # by OCR
SET_IN_TEX = rule(r"\A\s*\\(?:textbf|textit|underline|emph)\{(?P<label>[^{}\n]{1,60})\}")
_GAP = r"\\(?:(?:q?quad|hfill)(?![A-Za-z])|hspace\*?\{[^{}]*\}|[,;:])"  # of TeX
BETWEEN = rule(rf"(?:[ *:]|[-–—](?=\s|$)|[–—]|{_GAP})*")  # and its text; a minus stays there
DASHED = rule(r".*[\])}.:*]\s*[-–—]\s+")  # a label with its last sign, and a dash

SET_OFF = rule(r"\s*(?:\*\*\d{1,2}\*\*(?=\s+[A-Z$(\\])|\#+\d)")  # a mere number: "**1** So", "#1"
ALONE = rule(  # a number that signs set off, and nothing else: "**2**", "== II ==", "Section 2"
    r"""(?:\*\*|__|[=~-]{2,}|[\[{\#§№]|(?:section|sec|nr|no)\b\.?)\s*
    (?P<number>\d{1,2}|(?-i:[IVX]{1,4}))\W*""",
    ignore_case=True,
)
_DIFFERENCE = r"\d{1,2}\ [-–]\ (?:\w|\d[\d.,]*(?:\s*[-+*/^×·]\s*\d[\d.,]*)*)\s*[=≈]"
DIFFERENCE = rule(_DIFFERENCE)
_DATE = r"""\d{1,2}\.?\ (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\ \d{2,4}\b"""
DATE = rule(_DATE, ignore_case=True)
OPERATOR = rule(r"\s*(?:[=+^<≈×·]|>(?!>>\ )|/(?!\s*\d+(?:\.\w+)+[\s*:]*$)|\\(?:times|cdot|approx))")
ABOUT = rule(r"\s*≈\s*\d")  # the answer of "1. ≈40"

OF_SENTENCE = rule(
    r"""(?:is|are|was|were|has|had|asks?|asked|says|said|shows?|showed|gives|gave|tells|told|wants
    |already|above|below|also|can|could|would|may|will)\b"""
)

_LOOSE_WORD = rf"""
    (?:[ap](?=\.?\ ?\d)
      |(?:hw(?>[ #_-]?\d?)|my|to|for|of|o|item|number|no|nr|sec
        |{ANSWERS}|{QUESTIONS}|{PARTS}|{ELSEWHERE})\b)[ \t.:\#(-]*"""
_LOOSE_JOIN = r"""
    (?: [.,_ ]?\( | [.,_ ] | /(?=[a-h]\b|\d) | ,?\ part\ (?=\w{1,4}\b)
      | (?<=\d)(?=[ivx]{2,4}\b|[a-z]\b) | (?<=\))\ ?\(?)"""
_LOOSE_END = r"""
    (?: [ \t]*(?:=>|[])}>.:;/|–—→-]|\*{1,2}|__)+(?:(?=\s|$)|(?<![/-])(?=[$\\]|(?-i:[A-Z])))
      | [ \t]*$
      | (?<=\d)[ \t]+(?=(?-i:[A-Z])|\$))"""
_QUANTITY = r"(?:\d[\d.]*|[b-z]|\\[a-z]+)(?![^\W_])"
_OF_NOTHING = rf"""(?: {_DATE} | [^\w\n]*[$(][ \t]*\w{{1,2}}[ \t]*[/+^=<≈·×-]
    | {_DIFFERENCE} | [^\w\n]*\(\d,\ ?\d\) | !\[[^\]\n]*\]\(
    | (?:for\ )?\w\ >\ {_QUANTITY}
    | [A-Za-z]\ /\ (?!\d){_QUANTITY}
    | \d{{1,2}}\ /\ {_QUANTITY}\s*[=≈·×+-]
    | \w\ (?:[-=]+>|→)\ [-+]?(?:∞|inf|\\infty) )"""
LOOSE = re.compile(  # what may be a label: any signs, words of labels in any order, parts, an end
    rf"""
    ^(?!{_OF_NOTHING})(?:[^\w\n\\]|_)*+ (?:{_LOOSE_WORD}){{0,4}}
    (?P<label>{PART}(?:{_LOOSE_JOIN}{PART}(?![^\W_]))*+)(?![^\W_]) {_LOOSE_END}""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
LOOSE_ID = re.compile(  # before a formula or lower-case words, whose first letter may be no part
    r"^(?:[^\w\n\\]|_)*+(?P<label>\d{1,2}(?:\.\w{1,2})+)[ \t]+(?=[^\W\d]|[∂∇])", re.MULTILINE
)
LOOSE_NUMBER = re.compile(  # before lower-case words, where a sentence may begin
    r"(?:\A|(?<=[\d.;:!?)\]}$]\n))(?P<label>[1-9])[ \t]+(?=[a-z]{2,})"
)
UNKNOWN_WORD = re.compile(  # which may begin a question: a line with a number and nothing else
    rf"""
    ^(?:[^\w\n\\$|]|_)*+ (?!(?:{OTHERS})e?s?\b)
    (?P<word>[^\W\d_]{{2,14}})\b [ \t.:\#(-]* {_NUMBER_SIGN}? [ \t]*
    (?P<number>[1-9]\d?(?:\.[A-Za-z0-9]{{1,2}})*|[IVX]{{2,4}}) (?:[ \t).:\]*_]|[–—-])*$""",
    re.VERBOSE | re.MULTILINE,
)
