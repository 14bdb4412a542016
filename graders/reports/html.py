"""Reports as pages: one submission, and a class.

A page stands alone: nothing comes from outside, and a policy forbids it. That of a submission has
no script; its filters are radio buttons that the style sheet reacts to. That of a class has one of
its own, always the same, to find and sort submissions; the policy allows no other.
"""

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from graders.model import Outcome, Report
from graders.reports import points, words
from graders.reports.tally import Tally, by_top_question
from graders.reports.text import clean, cut

if TYPE_CHECKING:
    from jinja2 import Environment

TEXT_BYTES = 16_384  # one text on a page
LINKS_SHOWN = 500  # of one question
MISTAKE_LINKS_SHOWN = 60  # of one mistake in one question
WRITTEN_SHOWN = 1_000  # characters of an answer beside what was read of it
MISTAKES_SHOWN = 3  # beside a question
HISTOGRAM_BINS = 20


def to_html(report: Report) -> str:
    """The page of one submission, for staff: it holds their notes."""
    groups = by_top_question(report)
    numbers = {
        outcome: sum(verdict.outcome is outcome for verdict in report.verdicts)
        for outcome in Outcome
    }
    return _rendered("report.html.jinja", report=report, groups=groups, numbers=numbers)


def tally_to_html(counted: Tally) -> str:
    """The page of a class that has been counted, with links to `SUBMISSION/report.html`."""
    return _rendered("class.html.jinja", counted=counted, bins=_bins(counted))


def _bins(counted: Tally) -> list[int]:
    """How many submissions reach each twentieth of the points; full points are in the last."""
    bins = [0] * HISTOGRAM_BINS
    for row in counted.rows:
        bins[min(int(row.share * HISTOGRAM_BINS), HISTOGRAM_BINS - 1)] += 1
    return bins


def _rendered(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("graders.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"Outcome": Outcome, "points": points, "words": words}
    environment.globals |= {"page_of": page_of, "LINKS_SHOWN": LINKS_SHOWN}
    environment.globals |= {"MISTAKE_LINKS_SHOWN": MISTAKE_LINKS_SHOWN}
    environment.globals |= {"MISTAKES_SHOWN": MISTAKES_SHOWN, "WRITTEN_SHOWN": WRITTEN_SHOWN}
    for name, template in (("style", "style.css.jinja"), ("script", "class.js.jinja")):
        text = environment.get_template(template).render()
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        environment.globals |= {name: Markup(text), f"{name}_hash": f"sha256-{digest}"}
    return environment


def _harmless(value: object) -> object:
    """What a template may print: every text that is not markup is cleaned and cut."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return cut(clean(value), TEXT_BYTES)
    return value


def page_of(submission: str) -> str:
    """The address of a submission's page, from the page of its class.

    >>> page_of("s 1/<b>")
    's%201%2F%3Cb%3E/report.html'
    """
    return f"{quote(clean(submission), safe='')}/report.html"
