"""Which bound the words of a student name."""

import re
from collections.abc import Mapping, Sequence

BOUNDS: Mapping[str, str] = {
    "over-parametrisation bound": r"over-?\s?param",
    "Spec_Fro bound": r"spec\w*[\s_-]+fro|pac-?\s?bayes",
    "Spec_L1 bound": r"spec\w*[\s_-]+l_?\W?1|\bl_?\W?\(?2,\s?1",
    "Fro bound": r"(?<!spec_)(?<!spec-)(?<!spec )(?<!spectral )\bfro(?:benius)?\b",
}
MAXIMA: Mapping[str, str] = {  # the meanings of κ∞, by the name of the constant
    "kappa_inf_per_batch": r"batch",
    "kappa_inf_per_point": r"\b(?:points?|samples?|examples?|images?)\b",
}


def named_in(words: str, names: Mapping[str, str] = BOUNDS) -> list[str]:
    """The names whose pattern stands in the words, without the blocks of code in them.

    >>> named_in("the Frobenius bound, with the product of both norms")
    ['Fro bound']
    >>> named_in("one maximum for each image", MAXIMA)
    ['kappa_inf_per_point']
    """
    prose = re.sub(r"```.*?(?:```|\Z)", " ", words, flags=re.DOTALL)
    return [name for name, like in names.items() if re.search(like, prose, re.IGNORECASE)]


def is_named(name: str, named: Sequence[str]) -> bool:
    """Whether a bound is among those that are named, in one reading or another.

    >>> is_named("Spec_Fro bound without the factor in front", ["Spec_Fro bound"])
    True
    """
    return any(name.startswith(each) for each in named)
