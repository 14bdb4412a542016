"""What words beside a formula do to it: `F` stands for it in each sentence."""

import re

import pytest

from graders.reading.words.against.beside import against, changed_behind, place_of

FORMULA = r"\frac{a}{b}"
HARMLESS = (
    "As it cannot tell them apart it says F.",
    "Since $b$ is not zero, we may divide: F.",
    "As the sum does not vanish we get F.",
    "It is not hard to see, so F.",
    "F does not depend on $c$.",
    "F, because the other terms are never zero.",
    "F (a scalar, not a vector).",
    "F. No constant is left, and it is positive.",
    "I first had 0.6, no: F",
    "The numerator is twice the mean, and thus F.",
    "F, up to rounding.",
    "The solution is not $a$ but F.",
    "Not every $b$ will do. We find F.",
    "F is the final answer.",
    "Minimise the negative: F",
    "There is no doubt that F.",
    "F, where $c = 0$ would be wrong.",
    "F, with a minus sign since we minimise.",
    "F, with a minus sign, as we go down.",
    "F, with the minus sign in front.",
    "F, with a factor for each entry.",
    "F, all of it from both outputs.",
    "F over all inputs.",
    "F. Why is it so small? The unit saturates.",
    "F Dora does not maximise it.",
    "The bias must not be forgotten: F.",
    "Multiplying by the inverse from the left yields F.",
    "If we put in the numbers, F.",
    "F, therefore the error will decrease if we move against it.",
    "F is the loss that we minimise.",
    "F, which is half the sum of the squared errors.",
    "F. The network then has an error of 0.59.",
    "F. It would be larger without the bias.",
    "F. That is twice as large as the one before.",
    "F. The network is therefore quite wrong about this example.",
    "F. Nothing changes if we use the other formula.",
    "F. Multiplying this by the slope we go on.",
    "Unlike in part a, here both paths count: F.",
    "The learning rate is small, so F hardly differs from the old value.",
    "F (see the table above for the other values).",
    "F, which I will multiply by the learning rate in part three.",
    "F. If we had more layers, the same rule would apply.",
    "F, so it differs from the mean.",
    "F, so this is the largest, and something else must be done.",
    "Es ist nicht schwer zu sehen: F.",
    "F, da der Nenner nicht null ist.",
    "Mit der Quotientenregel F, und das ist die richtige Form.",
    "La dérivée est F, ce qui est juste.",
    "因此 F, 因为分母不为零。",
    "미분하면 F.",
)
AGAINST = {
    "denied in other languages": (
        "Das ist nicht richtig: F.",
        "Falsch wäre F.",
        "Ce n'est pas F.",
        "F, ce n'est pas correct.",
        "Esto está equivocado: F.",
        "Non è F.",
        "F. Isto está errado.",
        "Dit is niet F.",
        "To jest błędne: F.",
        "Неправильно: F.",
        "这不是F。",
        "F 是错的。",
        "これは間違いです: F。",
        "F. 이것은 틀렸다.",
        "هذا خطأ: F.",
        "यह F नहीं है.",
    ),
    "denied": (
        "I never claimed F.",
        "As it cannot tell I do not believe F.",
        "This isn't F.",
        "It is not true, that F.",
        "We cannot conclude F.",
        "F is not what was asked.",
        "F does not follow.",
        "There is no reason for F.",
        "F can't hold.",
    ),
    "wrong": (
        "A frequent mistake: F",
        "Someone naively writes F.",
        "It is false that F.",
        "I doubt F.",
        "I doubt it, but F.",
        "F? I am really not sure.",
        "F ... or was it plus?",
        "F, is that it?",
        "F, no wait.",
        "F. Scratch that.",
        "F. Hmm, this cannot be.",
        "F. I made an error somewhere.",
        "F. But this forgets the bias.",
        "F. Not really.",
        "This can't be right: F",
        "F (incorrect)",
        "F, which is a mistake.",
        "F fails for $a = 1$.",
        "F. No, this is wrong.",
        "F\n\nThat turned out to be false.",
        "F\n\nIgnore this.",
        "The following is wrong. F",
        "F. However, the sign is different.",
    ),
    "supposed": (
        "One might think F.",
        "Had we used no sigmoid, we would get F.",
        "If the bias were zero, F.",
        "Assuming no bias, F.",
        "F holds just for linear units, ours is not linear.",
        "F. Or maybe the other way round.",
        "If the loss were a mean it would be F.",
        "F would be the mean.",
        "F only for $a = 1$.",
        "F if we leave out the bias.",
        "F, which should be negated.",
    ),
    "changed": (
        "Twice F",
        "Ten percent of F",
        "The answer is the reciprocal of what follows: F.",
        "Take F and flip the sign.",
        "F, to which one still has to add the bias.",
        "F, this times the learning rate is the answer.",
        "F, the final answer is its transpose.",
        "F. The correct answer has a minus.",
        "F. Subtract that from one and you have it.",
        "F; divide it by two.",
        "F. This still has to be multiplied by $h$.",
        "F is just one of the two terms.",
        "the square root of F",
        "the inverse of the matrix F",
        "F, transposed",
        "F divided by $n$",
        "F, but with a plus",
        "F, but with the transpose",
        "F, so the answer is its transpose.",
        "F with $a$ replaced by $-a$",
        "F up to a factor",
        "F, except for the sign",
        "Rather than F",
        "the determinant of F",
        "F lacks a factor.",
        "F is a third of it.",
        "Subtract $b$ from F",
        "Suppose F",
        "F, all of it times two",
        "F, the whole thing halved",
        "F with a minus sign in front",
        "F, with an extra minus sign.",
        "F, with an additional factor of $c$.",
    ),
    "of something else": (
        "F is the slope by $c$.",
        "F is what my neighbour has.",
        "Someone told me F.",
        "F, as ChatGPT claims.",
        "F is what I had at first.",
        "F. That is the value for the other unit.",
        "F is the derivative of a scalar, so for vectors it is something else.",
        "F, for vectors it is something else.",
        "F. For vectors this is different.",
        "F, so it is not the answer.",
    ),
}


def words_against(sentence: str, formula: str = f"${FORMULA}$") -> str:
    text = sentence.replace("F", formula, 1) if re.match(r"F\b", sentence) else ""
    text = text or formula.join(sentence.rsplit("F", 1))
    start, end = place_of(text, FORMULA) or (0, 0)
    return against(text, start, end)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless_words_say_nothing_against_a_formula(sentence: str) -> None:
    assert not words_against(sentence)


@pytest.mark.parametrize("sentence", [each for kind in AGAINST.values() for each in kind])
def test_words_that_deny_or_change_a_formula_are_found(sentence: str) -> None:
    assert words_against(sentence)


@pytest.mark.parametrize("sentence", ["A slip would be\n\nF", "F\n\nis not the value."])
def test_a_displayed_formula_stands_in_the_sentence_around_it(sentence: str) -> None:
    assert words_against(sentence, f"$${FORMULA}$$")


def test_a_remark_at_the_end_of_a_line_is_about_the_formulas_of_that_line() -> None:
    text = "$a = 1$\n$b = 2$ [wrong? no time]\n$c = 3$"
    assert not against(text, 1, 6)
    assert against(text, 9, 14)
    assert not against(text, text.index("c"), len(text) - 1)


def test_later_sentences_speak_of_what_stands_before_them() -> None:
    text = "$a$ is it. $b = 2$. This is wrong."
    assert not against(text, 1, 2)
    assert against(text, 1, 2, throughout=True)


@pytest.mark.parametrize(
    "behind", [" times two, that is one.", ", all of it over $c$", " with a plus"]
)
def test_what_changes_a_value_is_told_from_what_is_said_of_it(behind: str) -> None:
    assert changed_behind(behind)
    assert not changed_behind(" is wrong")
    assert not changed_behind(f". Later{behind}")
