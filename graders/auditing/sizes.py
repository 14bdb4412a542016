r"""Variants of sizes such as `64 \times 62 \times 62`: other spellings, and other sizes."""

import re
from collections.abc import Iterator

from graders.auditing.mathematics import formulas, replaced
from graders.auditing.variants import Change

_SIZE = re.compile(r"\d+(?:\s*(?:\\times|x|×)\s*\d+)+")


def _found(text: str) -> re.Match[str] | None:
    """The size that an answer is; none where it goes through several."""
    found = list(_SIZE.finditer(text))
    return found[0] if len(found) == 1 else None


def other_sizes(text: str) -> Iterator[Change]:
    """The answer with its size written in another way."""
    found = _found(text)
    inside = [each for each in formulas(text) if found and each.start <= found.start() < each.end]
    if found is None or len(inside) != 1:
        return
    sizes = re.findall(r"\d+", found[0])
    start, end = inside[0].whole
    for rule, written in (
        ("x", "x".join(sizes)),
        ("spaced x", " x ".join(sizes)),
        ("stars", " * ".join(sizes)),
        ("a tuple", f"({', '.join(sizes)})"),
        ("a list", f"[{', '.join(sizes)}]"),
        ("a shape", f"`torch.Size([{', '.join(sizes)}])`"),
        ("signs", "×".join(sizes)),
        ("commas", ", ".join(sizes)),
    ):
        whole = inside[0].latex.strip() == found[0]
        if whole:
            yield Change(f"size: {rule}", replaced(text, start, end, written))
        elif rule in ("signs", "a tuple"):
            yield Change(f"size: {rule}", replaced(text, *found.span(), written))


def wrong_sizes(text: str) -> Iterator[Change]:
    """The answer with another size."""
    found = _found(text)
    if found is None:
        return
    sizes = [int(each) for each in re.findall(r"\d+", found[0])]
    for rule, other in _others(sizes):
        written = r" \times ".join(map(str, other))
        yield Change(f"mutant: {rule}", replaced(text, *found.span(), written))


def _others(sizes: list[int]) -> Iterator[tuple[str, list[int]]]:
    for at, size in enumerate(sizes):
        before, after = sizes[:at], sizes[at + 1 :]
        yield "a size smaller by one", [*before, size - 1, *after]
        yield "a size larger by one", [*before, size + 1, *after]
        yield "a size doubled", [*before, 2 * size, *after]
        if len(sizes) > 2:
            yield "a size left out", [*before, *after]
    yield "one size more", [*sizes, 2]
