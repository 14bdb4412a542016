"""Prompts of notebooks and consoles, taken off the code that they stand before."""

import re

_PROMPT = re.compile(
    r"""^[ \t]{0,8}(?:In[ ]?)?\[[\d\ *]{1,5}\]:[ \t]?  # In [3]: or [3]:
    |(?:\A\n*+|(?<=\n\n))(?:[.\[]?\d{0,4}\]|):[ \t](?=\S)  # after OCR .2]: or ]: or :""",
    re.MULTILINE | re.VERBOSE,
)
_OUTPUT = re.compile(r"^[ \t]{0,8}Out[ ]?\[[\d *]{1,5}\]:", re.MULTILINE)
_CONTINUED = re.compile(r"^[ \t]*\.{3,8}:[ \t]?", re.MULTILINE)
_SESSION = re.compile(r"\s*>>>(?: |$)", re.MULTILINE)
_SESSION_LINE = re.compile(r"[ \t]*(?:>>>|\.\.\.)(?: (.*)|$)")


def without_prompts(text: str) -> str:
    """Code without the prompts of a session or an exported notebook, and without its outputs."""
    if _SESSION.match(text):
        lines = (_SESSION_LINE.match(line) for line in text.split("\n"))
        return "\n".join((line[1] or "") if line else "" for line in lines)
    prompts = [*_PROMPT.finditer(text)]
    if not prompts:
        return text
    ends = [*(prompt.start() for prompt in prompts[1:]), len(text)]
    chunks = (_entered(prompt, end) for prompt, end in zip(prompts, ends, strict=True))
    return text[: prompts[0].start()] + "".join(chunks)


def _entered(prompt: re.Match[str], end: int) -> str:
    """What was typed at a prompt; lines that are set in by its width are moved back."""
    blank, width = prompt[0].count("\n"), len(prompt[0].lstrip("\n"))
    text = _CONTINUED.sub("", prompt.string[prompt.end() : end])
    if output := _OUTPUT.search(text):
        text = text[: output.start()] + "\n" * text.count("\n", output.start())
    first, *lines = text.split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    block = 2 if first.rstrip().endswith(":") else 0  # what is then the least for its next line
    if first.strip() and margins and min(margins) >= width and margins[0] >= width + block:
        lines = [line[width:] for line in lines]
    return "\n" * blank + "\n".join([first, *lines])
