"""Transformations of an image that do nothing, or little, as they are written."""

import ast
from collections.abc import Iterator

from graders.comparing.claims.checks import Check
from graders.model import Mistake

NOTHING = Mistake("no_effect", "ColorJitter with all its values zero changes nothing")
SMALL = "GaussianBlur without a sigma draws it between 0.1 and 2, whatever the kernel"


def check_transformations(source: str) -> Iterator[Check]:
    """What is known of the transformations in a source, for the person who marks the picture.

    >>> [each.told for each in check_transformations("t = T.ColorJitter(0, 0)")]
    ['ColorJitter with all its values zero changes nothing']
    >>> [*check_transformations("t = T.GaussianBlur(51, sigma=(20, 30))")]
    []
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        match call.func:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                given = [*call.args, *(each.value for each in call.keywords)]
                if name == "ColorJitter" and all(map(_is_zero, given)):
                    yield Check(None, mistake=NOTHING)
                elif name == "GaussianBlur" and len(given) < 2:
                    yield Check(None, SMALL)


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (0, 0.0)
