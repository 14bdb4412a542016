r"""Signs that a student explains: "W^T o 1, where o is the element-wise product"."""

import re

_BY_ELEMENTS = re.compile(
    r"[,;(]?\s*(?:where |here )?[$\"']?(?P<sign>o|x|\.?\*|×|∘|·|⋅)[$\"']?\s*"
    r"(?:=|:|is|means|denotes|stands for)\s*(?:the |an |a )?"
    r"(?:element-?\s?wise|hadamard)[\w\s-]*\)?",
    re.IGNORECASE,
)


def with_products_by_elements(text: str) -> str:
    r"""The text with the student's own sign for a product by elements replaced.

    >>> with_products_by_elements("W^T o 1, o = elementwise")
    'W^T \\odot 1'
    """
    own = _BY_ELEMENTS.search(text)
    if own is None:
        return text
    sign = rf"(?<=\s){re.escape(own['sign'])}(?=\s)"
    return re.sub(sign, r"\\odot", text[: own.start()] + text[own.end() :])
