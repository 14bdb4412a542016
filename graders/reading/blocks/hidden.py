r"""What HTML in Markdown does not show: scripts, styles, and what is hidden or struck out.

>>> without_hidden('<p hidden>5</p><span style="display: none">6</span> 7 <b>8</b>')
' 7 <b>8</b>'
>>> without_hidden("<style>p {\n}</style>x"), without_hidden("<p hidden>5")
('\nx', '<p hidden>5')
"""

import re

_BEGINNING = re.compile(r"<([A-Za-z]\w{0,20})\b([^<>]{0,500})>")
_NEVER_SHOWN = frozenset({"script", "style", "template"})
_HIDES = re.compile(
    r"(?:^|\s)hidden(?=$|[\s=])|\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*hidden\b"
    r"|\btext-decoration(?:-line)?\s*:[^;\"']*\bline-through\b",
    re.IGNORECASE,
)


def without_hidden(text: str) -> str:
    """The text without elements that a page does not show; one that never ends hides nothing."""
    kept, at = [], 0
    never_ended: set[str] = set()
    for found in _BEGINNING.finditer(text):
        name = found[1].lower()
        if found.start() < at or name in never_ended:
            continue
        if name not in _NEVER_SHOWN and not _HIDES.search(found[2]):
            continue
        end = re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE).search(text, found.end())
        if end is None:
            never_ended.add(name)
            continue
        lines = text.count("\n", found.start(), end.end())
        kept += [text[at : found.start()], "\n" * lines]
        at = end.end()
    return "".join((*kept, text[at:]))
