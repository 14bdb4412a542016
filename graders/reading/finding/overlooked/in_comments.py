"""Answers typed into the comment of the handout, where nothing is read."""

import re
from collections import Counter
from collections.abc import Collection

from graders.model import Submission
from graders.reading.finding.sheet import Sheet
from graders.reading.sources import read_sources

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ASKED = b"Asked: "  # with which the comments of a handout begin


def written_into(submission: Submission, sheet: Sheet) -> frozenset[str]:
    """The questions in whose comment there is more than was handed out."""
    if not any(_ASKED in data for data in submission.files.values()):
        return frozenset()
    comments = {
        " ".join(comment[1].split())
        for source in read_sources(submission)
        for comment in _COMMENT.finditer(source.text)
    }
    asked = {each.id: sheet.asked[each.id] for each in sheet.questions if each.id in sheet.asked}
    given = [Counter(f"{each.lead} {each.example}".split()) for each in asked.values()]
    more = [each for each in comments if not _is_within(each, given)]
    leads = {name: " ".join(each.lead.split()) for name, each in asked.items() if each.lead}
    return frozenset(
        name for name, lead in leads.items() if any(each.startswith(lead) for each in more)
    )


def _is_within(comment: str, given: Collection[Counter[str]]) -> bool:
    """Whether a comment is one that was handed out, or what is left of it."""
    words = Counter(comment.split())
    return any(words <= each for each in given)
