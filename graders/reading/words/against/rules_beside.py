"""Which senses, in which order, speak against the formula or number that they stand beside.

Each rule is a regular expression over the senses of `senses.py`, with words that it finds.
"""

from graders.reading.words.against.senses import rule

_LEADING = "[small it value]{0,4}"  # words that lead on to the formula: "of the matrix"
_OF = "[small it value]{1,4}"

# --- in the sentence before the formula, up to it -------------------------------------------------

_IN_CONTRAST = f"[contrast denial] {_LEADING}$"
CONTRASTED = rule(_IN_CONTRAST)  # rather than
BEFORE = rule(
    _IN_CONTRAST,
    f"[change changing sign multiple] {_LEADING}$",  # twice the
    f"change [person word] {_OF}$",  # add one to
    f"derived {_OF}$",  # the square root of
    "derived small* following :?$",  # the inverse of what follows:
    "[derived multiple] small* it :$",  # half of this:
    f"[exception suppose withdrawal] {_LEADING}$",  # almost the; suppose that; ignore the
    "suppose [^result ;]* [denial missing] [^result ;]*$",  # assuming no bias,
    "denial [^person result then but value equation ,;:]*$",  # we cannot conclude
    "denial [^,;:]*, it$",  # it is not true, that
    "denial [small word]{0,2} right [^result ;]*$",  # it cannot be right:
    "perhaps (?:[^result ; value equation] | [value equation](?!,))*$",  # one would guess
    "^unreal [person small it].*",  # had we used no sigmoid,
    "if [^result ;]* [unreal missing] [^result ;]*$",  # if the bias were zero,
    "wrong [^result ;]*$",  # I doubt it, but
    "somebody [^result ;,]*$",  # someone told me
)
ANNOUNCED = rule("following.* wrong", "wrong.* following")  # in a sentence of its own before

# --- behind the formula, in its sentence ----------------------------------------------------------

REASON = rule("[reason result]")  # because; so
PREDICATE = rule("(?:[^,;:( then reason result] | then(?= small* [change sign]))*")  # and times two
OF_SUBJECT = rule(  # in the predicate
    "[denial wrong withdrawal missing contrast]",  # is not
    "[perhaps should somebody of_another]",  # should be
    "[change exception partial]",  # is the first term
    "^[it small]* sign",  # over the
    "if (?!value)",  # if we leave out
    "[derived multiple] small* it",  # is half of it
    "^word its [small word]? derived",  # or its transpose
)
BEHIND = rule(  # between the predicate and a reason
    "[wrong withdrawal missing change exception]",  # , missing the bias
    r"(?:^\W* | [,;:(]) [it but then]* sign (?![,;:]*$)",  # , all of it over; not ", minus as"
    "[,(] [it small]* multiple",  # , twice
    "its [small word]? derived",  # , its transpose
    "[derived multiple] small+ it",  # , half of that
    "partial [if reason then]",  # , only if
    "denial [small word it person]{0,2} right",  # , which is not right
    "^[,;:(]* denial (?=[,;:)] | $ | it)",  # , no.
    "it [^,;]* [perhaps should]",  # , which should be
    "but.* [denial perhaps sign different unreal right]",  # , but with a plus
    "person belief it small* word",  # (I think this is h1)
    "but [small it word person]* derived",  # , but with the transpose
)
BEHIND_RESULT = rule(  # anywhere
    "result small* [it person] [^,;]* [wrong withdrawal]",  # , so this is wrong
    "result [^,;]* [it person] word? denial [small word]{0,2} [right truth]",  # , so it isn't right
    "[result reason] [^,; value]* it [small word]* different (?=$|[,;)])",  # , so here it differs
    "result [^,;]* [right truth] word? its derived",  # , so the answer is its transpose
    "result [^,;]* [right truth] word? [derived multiple] small* it",  # , so my answer is half
    "reason [small its word]{0,2} somebody",  # , as my friend says
)
CHANGED = rule(r"^\W* [it but then word small]*? [change sign]", "change")  # , all of it over

# --- in later sentences ---------------------------------------------------------------------------

TAKEN_BACK = rule(
    "^[, word then]{0,2} withdrawal",  # Wait
    "^[denial wrong] word?$",  # Not really
    "^denial (?=,)",  # No, it is
    "[it person but].* [wrong withdrawal]",  # This is wrong
    "^[small word but then ,]{0,2} wrong",  # The mistake is
    "^but? small* it [small word]? missing",  # But it lacks
    "[^value] missing$",  # A factor is missing
    "it.* must.* [change sign derived]",  # This has to be halved
    "^change [small word]? it",  # Divide it by two
    "^(?:word :)? should",  # Should be negative
    "person belief [^,;:]* should [word small]{0,2} [sign derived change multiple different]",
    "it [^,;]* [should of_another]",  # This should be; this is the value for another
    "it [small word]* different$",  # For vectors it is something else
    "person perhaps denial",  # I would not
    "^[but word then]? perhaps",  # Or maybe
    "^but.* [denial perhaps missing change sign different]",  # However, the sign
    "[change sign].* truth",  # Add a minus for the right answer
    "truth.* [change sign]",  # The right answer has a minus
    "[it person].* denial [small word]{0,2} [right truth]",  # That is not right
    "denial [small word]{0,2} [right truth].* [it person]",  # Not the right one, I see
)
