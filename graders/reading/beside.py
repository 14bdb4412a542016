"""What words beside a formula or a number do to it: deny it, doubt it, or change its value.

A sentence is read as clauses, with a sign for each formula in it. Before the formula its own
clause counts; behind it what is said of it, up to the next equation; of later sentences only what
takes back. Reasons and results say nothing against it: "as it is not zero, we get".
"""

import re


def _any(words: str) -> str:
    """A pattern for any of some words, one or several a line, `+` for a space within one."""
    return rf"\b(?:{'|'.join(words.split()).replace('+', ' ')})\b"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.DOTALL)


# --- a text as clauses --------------------------------------------------------------------------

_FORMULA = _pattern(
    r"\$\$.+?\$\$|\$[^$]+\$|\\\[.+?\\\]|\\\(.+?\\\)",
    r"\\begin\{(align|equation|gather|multline|eqnarray|aligned)\*?\}.{1,4000}?\\end\{\1\*?\}",
)
_IN_LINE = re.compile(r"\$[^$]|\\\(")
_RELATION = re.compile(r"[=≈≤≥<>]|\\(?:approx|le|ge|leq|geq|simeq)\b")
_EQUATION = re.compile(r"[^\s=≈]{1,60}\s{0,3}[=≈]\s{0,3}[^\s,;]+")  # that nothing delimits
_VALUE, _SET = "§", "≡"  # stand for a formula, and for one that is an equation
_MARKS = re.compile(r"[*_`~]+|(?<=\b[a-z])\.(?=[a-z]\b)|(?<=\b[ie][eg])\.")
_SENTENCE_END = _pattern(
    r"[.!?](?=[\s)*\"'”]|$)", r"(?<![:\s])\s*\n\s*\n", r"\n\s*(?:[-*#>+•]|\d+[.)])\s"
)
_RESULT = _any("get gets got obtain have has find found see conclude")
_CLAUSE = _pattern(
    r"[;⇒→∴]|=>|->|,(?!\s+that\b)", _any("so hence thus therefore but because since consequently")
)
_MAIN_CLAUSE = _pattern(
    _CLAUSE.pattern,
    _any("and then where which when while"),
    rf"(?<!that )\b(?:we|i|one|you)\s+(?:\w+ly\s+)?{_RESULT}",
)
_REASON = _pattern(_any("because since otherwise"))
_FARTHEST = 1_000  # characters before a formula

# --- words --------------------------------------------------------------------------------------

_NOT = rf"(?:{_any('not never nor neither cannot hardly nobody none')}|n['’]t\b)"
_DENIAL = rf"(?:{_NOT}|{_any('no')})"
_DENIED = rf"(?:{_NOT}|\bno {_any('reason way case sense means evidence proof')})"
_HARMLESS = _pattern(  # denials
    r"(?:\bnot|n['’]t)\s+(?:only|just|have to|(?:depend|need|matter|change|involve|contain|require"
    r"|affect|appear|surpris)\w*)",
    r"\b(?:no|without a?)\s*(?:need|loss|matter|doubt|surprise|longer)\b",
)
_CORRECTING = re.compile(r"\bno\s*[,:]", re.IGNORECASE)  # "0.6, no: 0.5"
_WRONG = _any(
    """wrong wrongly false falsely incorrect incorrectly mistake mistakes mistaken mistakenly
    untrue invalid erroneous erroneously nonsense bogus absurd misconception fallacy impossible
    unlikely disagree doubt doubts doubted doubtful unsure refute refuted disproved deny denies
    denied reject rejects rejected contradict contradicts contradicted ruled+out rule+out fail
    fails failed an+error typo slip pitfall in+error tempted tempting naively no+idea give+up
    contradiction common+error common+errors usual+error usual+errors typical+error"""
)
_RIGHT = (
    r"(?:(?:be|to be|really|quite|even)\s+)*"
    r"(?:right|correct|true|valid|sure|certain|it\b|mine\b|hold|work|possible|allowed|so\b|what"
    r"|the (?:case|answer|right|correct|result|solution|value)|my answer)"
)
_DISOWNED = rf"(?:{_WRONG}|(?<!cut )\boff by\b|{_DENIAL}\s+{_RIGHT})"
_MODAL = _any("would could should might must has+to have+to had+to needs+to need+to ought+to")
_CONTRAST = _any("but however except unless apart+from save+for something+else anything+else")
_OTHERWISE = _any("else different differs another other instead replaced missing should must would")
_ONLY = rf"\bonly {_any('if for when hold holds true right correct valid work works')}"
_DENIED_REASON = re.compile(  # that a sentence begins with: "As it cannot tell, it says"
    rf"^\s*(?:since|as|because)\b[^,;]{{0,80}}?{_DENIAL}", re.IGNORECASE
)
_HALVED = _any(
    """negative opposite inverse reciprocal transpose square root cube logarithm log exponential
    norm magnitude complement multiple half third quarter tenth double twice triple percentage
    trace row column determinant diagonal entry rank"""
)
_TIMES = _any("twice thrice half double triple minus plus times over negative divided+by")
_LACKS = _any("lacks misses omits ignores neglects contradicts almost nearly")
_CHANGED = _any(
    """plus minus times over multiplied divided scaled transposed squared cubed inverted negated
    doubled halved tripled raised reversed normalized normalised weighted averaged summed shifted
    to+the+power"""
)
_REPLACED = r"\bwith(?:out)?\b[^,;.]{0,120}" + _any(
    """replaced in+place instead swapped exchanged interchanged reversed opposite flipped missing
    removed dropped"""
)
_WHOLE = (  # "all of it times two"
    r"(?:(?:all|everything|the (?:whole|entire))(?:\s+of)?"
    r"(?:\s+(?:it|this|that|these|them|thing|expression|formula|result|answer|value|number))?)"
)
_WITH_SIGN = _pattern(  # "with a minus sign in front"; not where a reason for the sign follows
    r"\bwith an?\s+(?:extra|additional|further|minus|plus|negative|opposite)"
    r"(?:\s+(?:minus|plus|negative))?(?:\s+(?:sign|factor))?(?:\s+of\s+\S+)?"
    r"(?:\s+(?:in front|before|ahead)(?:\s+of\s+(?:it|this|that|all|everything|the \w+))?)?"
    r"(?=\s*(?:[.;:)]|$|,(?!\s*(?:as|since|because|for|to|so)\b)))"
)
_NOUN = r"(?:\s+(?:the|this|that|matrix|vector|formula|expression|value))*\s*$"
_THIS = _any("this that it which above formula answer result value number")
_BESIDE = r"^[\s)\]},;:–—-]*"
_PAUSE = r"(?=\s*[,.!;:]|\s+(?:that|this|it)\b|\s*$)"
_DOMAIN = r"(?<=over)\s+(?:all|every|each|both|the (?:whole|entire|support|domain))\b"
_PRECISION = r"\s*(?:\d|round|numeric|machine|floating|(?:two|three|four|five|six)\b|the \w+ digit)"

_CHANGED_BEFORE = _pattern(rf"(?:{_HALVED}\s+of|{_TIMES}|\bmultiplied by){_NOUN}")
_CONTRASTED = _pattern(
    rf"{_any('not instead+of rather+than unlike whereas while versus compared+to compared+with')}"
    r"(?:\s+(?:the|just|simply))?\s*$"
)
_SUPPOSED = _pattern(
    r"\b(?:if|were|without)\b.*\bwould\b[^,;]*$",
    _any("assume suppose assuming") + r"(?: that)?\s*$",
)
_TO_BE_CHANGED = _pattern(
    _any("add multiply divide subtract negate transpose invert square halve double")
    + rf"(?:\s+{_VALUE}\s+(?:to|from|by|with))?(?:\s+the)?\s*$"
)
_WRONG_BEFORE = _pattern(_DISOWNED, r"\bmight\b", r"\bcould (?:think|guess|say)\b")
_DENIED_BEFORE = _pattern(_DENIED)
_ANNOUNCED = _pattern(rf"\b(?:following|next|below)\b.*{_DISOWNED}", rf"{_DISOWNED}.*\bbelow\b")

_PREDICATE = _pattern(
    r"^\s*(?:(?:alone|here|itself)\s+)*(?:isn['’]t|doesn['’]t|can['’]t|(?:turn|seem|look|hold)\w*\b"
    rf"|{_any('is are was were does do did has can cannot may only')}|{_LACKS}|{_MODAL})[^,;:]*"
)
_AGAINST_SUBJECT = _pattern(
    _DENIAL, _DISOWNED, _MODAL, _ONLY, _LACKS, rf"\bif\b|\btwice\b|{_HALVED} of\b"
)
_IS_ANOTHER = _pattern(
    r"^\s*(?:is|was|are)\s+(?:(?:then|only|just)\s+)*(?:the|my|our|what)\s(?P<noun>[^,;:.]*)"
)
_ANSWER = _any(
    """final correct right same answer result value solution formula expression closed form here
    gradient derivative loss minimiser minimizer minimum one we you i is was were are want wanted
    asked for looking required needed sought in question desired"""
)
_CHANGED_BEHIND = _pattern(
    rf"{_BESIDE}(?:(?:but|and|then|also|{_WHOLE})\s+)*"
    rf"(?:{_CHANGED}(?!{_DOMAIN})|up to\b(?!{_PRECISION}))",
    _REPLACED,
)
_SAID_OF_IT = _pattern(
    rf"{_BESIDE}no\b{_PAUSE}",
    _DISOWNED,
    _CONTRAST,
    _ONLY,
    rf"\bif {_any('we the one you all it no')}",
    rf"{_any('which this that it')}\s+(?:\w+\s+)?(?:would\b|{_MODAL}\s+{_any('be have read')})",
)
_TAKEN_BACK = _pattern(
    rf"^\s*(?:no\b{_PAUSE}|{_any('nope wrong false incorrect oops sorry wait')})",
    rf"^\s*{_any('but however')}.*(?:{_DENIAL}|{_DISOWNED}|{_OTHERWISE})",
    rf"{_THIS}[^;]{{0,40}}{_DISOWNED}",
    rf"\b(?:ignore|disregard|scrap|no answer|give up|forget {_any('this that it the')})\b",
    rf"(?:\bcan ?not|\bcould not|n['’]t)\s+{_any('find solve do get derive')}",
)


def against(text: str, start: int, end: int, *, throughout: bool = False) -> str:
    """The words that deny, doubt or change what stands at a place of a text, or nothing.

    Args:
        text: in which it stands.
        start: where it begins.
        end: where it ends.
        throughout: whether later sentences speak of it even behind another equation.

    >>> text = "Twice $2x$, since $x$ is not zero."
    >>> against(text, 7, 9), against("As it is not zero, it is $2x$.", 26, 28)
    ('Twice', '')
    >>> against("One might guess $2x$.", 17, 19), against("$2x$ is wrong.", 1, 3)
    ('might', 'is wrong')
    """
    before, behind = around(text, start, end)
    found = _against_before(before[-_FARTHEST:]) or _against_behind(behind, throughout)
    return " ".join(found.split()).strip(" ,;:)")


def changed_behind(behind: str) -> str:
    """The words that change the value of what they follow, or nothing.

    >>> changed_behind(", all of it times two."), changed_behind(" at all times")
    ('all of it times', '')
    """
    found = _changed(_SENTENCE_END.split(_masked(behind))[0])
    return found[0].strip(" ,.") if found else ""


def is_contrasted(before: str) -> bool:
    """Whether words say that what follows them is not meant: "rather than"."""
    return _CONTRASTED.search(before[-_FARTHEST:]) is not None


def place_of(text: str, formula: str) -> tuple[int, int] | None:
    """Where a formula stands for the last time in a text, between delimiters if it can be.

    >>> place_of("the text: $x$", "x"), place_of("the text", "y")
    ((11, 12), None)
    """
    delimited = [found.span() for found in _FORMULA.finditer(text) if formula in found[0]]
    start = text.rfind(formula, *(delimited[-1] if delimited else (0, len(text))))
    return (start, start + len(formula)) if start >= 0 else None


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before a place of a text and behind it, with a sign for each formula.

    A displayed formula goes on with the sentence before it.

    >>> around("so $x = 2$, and $y$ is", 4, 5)
    ('so ', ', and § is')
    """
    is_displayed = False
    for found in _FORMULA.finditer(text):
        if found.start() <= start < found.end():
            start, end = found.start(), max(end, found.end())
            is_displayed = not _IN_LINE.match(found[0])
    before, behind = _masked(text[:start]), _masked(text[end:])
    return (before.rstrip(), behind.lstrip()) if is_displayed else (before, behind)


def _masked(text: str) -> str:
    signs = _FORMULA.sub(lambda found: _SET if _RELATION.search(found[0]) else _VALUE, text)
    return _MARKS.sub("", _EQUATION.sub(_SET, signs))


def _against_before(before: str) -> str:
    """The words against what they lead to."""
    *earlier, sentence = _SENTENCE_END.split(before)
    sentence = _DENIED_REASON.sub(" ", sentence)
    clause = _CLAUSE.split(_CORRECTING.sub(";", _HARMLESS.sub(" ", sentence)))[-1]
    found = (
        _CHANGED_BEFORE.search(sentence)
        or _CONTRASTED.search(sentence)
        or _SUPPOSED.search(sentence)
        or _TO_BE_CHANGED.search(sentence)
        or _WRONG_BEFORE.search(clause)
        or _DENIED_BEFORE.search(_MAIN_CLAUSE.split(clause)[-1])
        or _ANNOUNCED.search("".join(earlier[-1:]))
    )
    return found[0] if found else ""


def _changed(sentence: str) -> re.Match[str] | None:
    said = sentence.partition(_SET)[0]
    of_it = _HARMLESS.sub(" ", _REASON.split(said)[0])
    return _WITH_SIGN.search(said) or _CHANGED_BEHIND.search(of_it)


def _against_behind(behind: str, throughout: bool) -> str:
    """The words against what they follow."""
    sentence, *later = _SENTENCE_END.split(behind if throughout else behind.partition(_SET)[0])
    of_it = _HARMLESS.sub(" ", _REASON.split(sentence.partition(_SET)[0])[0])
    predicate, other = _PREDICATE.match(of_it), _IS_ANOTHER.match(sentence)
    if predicate is not None and _AGAINST_SUBJECT.search(predicate[0]):
        return predicate[0]
    if other is not None and re.sub(_ANSWER, "", other["noun"].lower()).strip():
        return other[0]
    found = _changed(sentence) or _SAID_OF_IT.search(of_it) or _TAKEN_BACK.search(of_it)
    taken_back = (_TAKEN_BACK.search(_HARMLESS.sub(" ", each)) for each in later)
    found = found or next(filter(None, taken_back), None)
    return found[0] if found else ""
