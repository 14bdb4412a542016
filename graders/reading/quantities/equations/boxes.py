r"""Boxes around formulas, `\boxed{...}`, which say nothing about them."""

import re

_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")


def without_boxes(text: str) -> str:
    r"""The text with each \boxed{...} blanked to its content, every position kept."""
    if not _BOX.search(text):
        return text
    signs = list(text)
    boxes = {box.end() - 1: box.start() for box in _BOX.finditer(text)}
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign == "{":
            opened.append(at)
        elif sign == "}" and opened and (start := opened.pop()) in boxes:
            signs[at] = " "
            signs[boxes[start] : start + 1] = " " * (start + 1 - boxes[start])
    for start in opened:  # boxes that are never closed
        if start in boxes:
            signs[boxes[start] : start + 1] = " " * (start + 1 - boxes[start])
    return "".join(signs)
