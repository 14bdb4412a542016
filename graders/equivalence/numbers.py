"""Numbers by their digits, and sizes such as 62 × 62 × 64."""

import re
from dataclasses import replace

from graders.comparing.formulas.terms import Term
from graders.comparing.numbers.precision import COUNTS_FROM, judge_number
from graders.comparing.sizes import compare_sizes
from graders.equivalence.beside import changed_by, is_struck
from graders.equivalence.findings import comparison_of
from graders.equivalence.options import Options
from graders.equivalence.settings import Setting, Target, broken
from graders.errors import Unreadable
from graders.expression import to_text
from graders.model import Comparison, PrintedNumber
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.around import read_writing
from graders.reading.mathematics.statements.assignments import number_of
from graders.reading.mathematics.statements.main_statement import main_statement, read_value
from graders.reading.mathematics.statements.sizes import read_sizes
from graders.reading.quantities.equations.leading import leading_number
from graders.reading.quantities.numbers.printed import read_number

_LONGEST = 2_000  # characters of an answer that is a number
_SPACED_DIGITS = re.compile(r"(?<=\d)\s{1,3}\.(?:\s{1,3}\d){1,20}(?=\D*$)")  # 0 . 2 5
_SPACED_NUMBER = (
    (re.compile(r"\\mathrm\s*\{\s*e\s*\}\s*\{?\s*([-+]?\s*\d+)\s*\}?"), r"e\1"),
    (re.compile(r"(?<=\d)\s*[eE]\s*([-+])\s*(?=\d)"), r"e\1"),
    (re.compile(r"(?<=\d)\s+\.\s+(?=\d)"), "."),
    (
        re.compile(
            r"(?<=\d)(?:\\[,;: ]|~|\s)*\\(?:text|mathrm)\s*\{\s*"
            r"(thousand|million|billion|[kKM])\s*\}"
        ),
        r" \1",
    ),
    (re.compile(r"(?<![\w.])\.\s+(?=\d)"), "."),
)
_PREFIXED = re.compile(
    r"\d\s*(?:(?:\\[,;: ]|~|\\(?:text|mathrm)\s*\{)\s*)*(?:[kKM][A-Za-z]|[Gmµun])[A-Za-z]{0,2}\b"
)
_NUMERAL = re.compile(r"-?(?:\d[\d.,]*\d|\d)")
_UNIT = re.compile(r"(?<=\d)\s{0,3}[smhJNVW]\s{0,3}$")  # without a prefix
_COMMA = re.compile(r"[^\d.,]{0,200}\d{1,3},\d{3}[^\d.,]{0,200}")  # of thousands, or decimal
_ASIDE = re.compile(r"(?<=\d)(?:\s+[(\[][^()\[\]]*[)\]]|\s*!)[\s.$]*$")
_MARKED = re.compile(r"(?<=\d)\s*[*!†‡]+[\s.$]*$")  # a factorial, or the mark of a footnote
_SENTENCE = re.compile(
    r"\s*(?:the|our|my)(?!\s+[^.]*\b(?:minus|plus|half|twice|not|negative|log\w*|inverse|root)\b)"
    r"(?:\s+[A-Za-z]{2,}){1,4}\s+(?:is|was|equals)\s+(?=\$?\s*[-\d.])",
    re.IGNORECASE,
)
_UNCLEAR = "what stands behind the number may change it, or say something of it"
_AS_POINT = "the comma is read as a decimal point"
_DENIED_SHAPE = re.compile(r"\b(?:not|wrong|incorrect|never|instead)\b|(?<!\\)!|\?", re.IGNORECASE)
_HEDGED = re.compile(
    r"\?|\b(?:wrong|not|incorrect)\b|[<>≤≥]|\\(?:[lg]eq?|lt|gt|pm)(?![a-z])|\d\s*:\s*\d"
)


def compare_number(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    target = setting.target(reference, read_value)
    term, ours = target.term, read_number(reference) or _worked_out(target)
    if len(student) > _LONGEST:
        return Comparison(None, "reading", note="the text is too long for a number")
    student = _unspaced(student)
    if (unit := _UNIT.search(student)) and unit[0].strip() not in setting.table.names:
        student = student[: unit.start()]
    if _HEDGED.search(student) or is_struck(student):
        return Comparison(None, "reading", note="this is no single number", read_as=student)
    said = _SENTENCE.match(student)
    found = _judged(setting, term, ours, student[said.end() if said else 0 :], options)
    if found.equal and (marked := _MARKED.search(student)):
        alone = _judged(setting, term, ours, student[: marked.start()], options)
        return replace(found, equal=None, note=_UNCLEAR) if alone.equal else found
    if found.equal is not None and (words := _words_against(student, found.read_as)):
        return replace(found, equal=None, note=f"words beside it may change it: {words}")
    if found.equal is False and _PREFIXED.search(student):
        return replace(found, equal=None, mistake=None, note="a unit may change the number")
    if found.equal is False and (aside := _ASIDE.search(student)):
        alone = _judged(setting, term, ours, student[: aside.start()], options)
        return replace(found, equal=None, mistake=None, note=_UNCLEAR) if alone.equal else found
    if found.equal is False and _COMMA.fullmatch(student):
        other = _judged(setting, term, ours, student.replace(",", "."), options)
        return replace(other, remarks=(*other.remarks, _AS_POINT)) if other.equal else found
    return found


def _judged(
    setting: Setting, term: Term, ours: PrintedNumber | None, student: str, options: Options
) -> Comparison:
    return judge_number(
        setting.bench,
        term,
        ours,
        printed=_printed(student, setting.table),
        read=lambda: setting.bench.type(read_value(student, setting.table)),
        min_digits=options.min_digits,
        naming=options.naming,
    )


def _worked_out(reference: Target) -> PrintedNumber | None:
    """A count that is given as the arithmetic which leads to it."""
    value = number_of(reference.expression)
    is_count = value is not None and value.denominator == 1 and abs(value) >= COUNTS_FROM
    return read_number(str(value)) if is_count else None


def _words_against(student: str, read_as: str) -> str:
    """Words that change a number; where it is read with them, it is the last numeral."""
    if not re.search(r"[A-Za-z]{3}", student):
        return ""
    numerals = _NUMERAL.findall(student)
    return changed_by(student, read_as if read_as != student else numerals[-1]) if numerals else ""


def _unspaced(text: str) -> str:
    """A number without the spaces that OCR has put into it."""
    text = _SPACED_DIGITS.sub(lambda match: "".join(match.group().split()), text)
    for pattern, meant in _SPACED_NUMBER:
        text = pattern.sub(meant, text)
    return text


def _printed(student: str, table: SymbolTable) -> PrintedNumber | None:
    """The number in which the answer ends, with its digits."""
    found = read_number(student) or leading_number(student)
    if found is not None:
        return found
    writing = read_writing(student, table)
    members = main_statement(writing).members
    last = members[-1]
    if not last.tokens:
        raise Unreadable("the chain ends with a relation")
    start, end = last.span
    return read_number(student[start:end]) or leading_number(student[start:])


def compare_shape(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    if denied := _DENIED_SHAPE.search(student):
        raise Unreadable(f"'{denied[0]}' may deny the sizes, or change them")
    try:
        ours = read_sizes(reference, setting.table)
    except Unreadable as refusal:
        raise broken(refusal.feedback) from refusal
    theirs = read_sizes(student, setting.table)
    read_as = " × ".join(to_text(each) for each in theirs.axes)
    bench = setting.bench
    sizes, written = ([bench.type(size) for size in each.axes] for each in (ours, theirs))
    finding, mistake = compare_sizes(bench, sizes, written, theirs.labels, order=options.order)
    if finding.equal is False and theirs.are_usual:
        in_order, _ = compare_sizes(bench, sizes, written, (), order=options.order)
        finding, mistake = (in_order, None) if in_order.equal else (finding, mistake)
    return comparison_of(finding, mistake, read_as)
