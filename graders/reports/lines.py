"""Lines of a terminal: cells of a fixed width, wrapped text, proportions and colours.

A line is made of spans, each a text with one of rich's styles. Widths are in cells: most
characters take one, East Asian ones two, accents none.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

Span = tuple[str, str]  # text and style
Line = Sequence[Span]

DIM = "bright_black"
BOLD = "bold"


def width_of(text: str) -> int:
    """The cells that a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def cell(text: str, width: int, style: str = "", *, right: bool = False) -> Span:
    """Text cut or padded to a width.

    >>> cell("gradient", 5), cell("2/3", 5, right=True)
    (('grad…', ''), ('  2/3', ''))
    """
    from rich.text import Text

    content = Text(text)
    content.truncate(width, overflow="ellipsis")
    content.align("right" if right else "left", width)
    return content.plain, style


def ending(text: str, width: int) -> str:
    """Text cut to a width from the left: of a place, the line number matters most.

    >>> ending("homework/answers.md:14", 12)
    '…swers.md:14'
    """
    if len(text) <= width and width_of(text) <= width:
        return text
    kept = text[1 - width :]
    while width_of(kept) > width - 1:
        kept = kept[1:]
    return f"…{kept}"


def wrapped(text: str, width: int, *, limit: int | None = None) -> list[str]:
    """Text broken between words into lines of a width, at most `limit` of them.

    >>> wrapped("the sign is the other way round", 12, limit=2)
    ['the sign is', 'the other …']
    """
    from rich.console import Console
    from rich.text import Text

    lines = Text(text).wrap(Console(_environ={}), max(width, 1))
    plain = [line.plain.rstrip() for line in lines]
    if limit is None or len(plain) <= limit:
        return plain
    last, _ = cell(f"{plain[limit - 1]} …", width)
    return [*plain[: limit - 1], last.rstrip()]


def split(parts: Sequence[Fraction | int], cells: int) -> list[int]:
    """Cells in proportion to parts, adding up to `cells`, or to 0 where all parts are 0.

    >>> split([1, 1, 2], 10), split([0, 0], 10)
    ([2, 3, 5], [0, 0])
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    ends = [round(Fraction(sum(parts[: n + 1]) * cells, whole)) for n in range(len(parts))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def printed(lines: Iterable[Line], *, width: int, color: bool) -> str:
    """The lines as a terminal shows them; what is too long is cut."""
    from rich.console import Console
    from rich.text import Text

    console = Console(
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,  # the sixteen that a person's theme sets
        no_color=not color,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        for line in lines:
            text = Text.assemble(*line)
            text.rstrip()
            console.print(text, no_wrap=True, overflow="ellipsis", crop=True)
    return capture.get()
