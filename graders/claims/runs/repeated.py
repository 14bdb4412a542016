"""The runs of one hand-in, held against one another."""

from collections.abc import Iterator, Mapping

from graders.claims.runs.asked import Asked
from graders.claims.runs.found import Found
from graders.claims.runs.references import Reference
from graders.comparing.claims.accuracies import Claim, the_claim
from graders.comparing.claims.checks import Check
from graders.comparing.claims.repeats import Repeat, check_repeats, setting_of
from graders.comparing.claims.settings import numbers_stated

UNSTATED: Mapping[str, float | str] = {"momentum": 0.0, "dropout": 0.0, "L1 strength": 0.0}


def check_other_runs(
    found: Found, asked: Asked, sheet: Mapping[str, Asked], assignment: str
) -> Iterator[Check]:
    """Whether a run agrees with the others of the hand-in as its setting lets expect.

    Args:
        found: of the run, and of the others.
        asked: by the sheet of this run.
        sheet: what it asks of each.
        assignment: its id.
    """
    others = {
        name: _repeat(each, sheet[name], assignment)
        for name, each in found.others.items()
        if name in sheet
    }
    yield from check_repeats(_repeat(found, asked, assignment), others)


def _repeat(found: Found, asked: Asked, assignment: str) -> Repeat:
    claim = the_claim(found.claims)
    spread = Reference.of(assignment, asked.baseline).spread(comparable=not asked.other_sizes)
    seeds = numbers_stated(found.stated, "seed")
    return Repeat(
        kind=(asked.network, asked.data, asked.epochs, asked.batch, asked.starts_from),
        setting=setting_of(found.stated, {**UNSTATED, **asked.settings}),
        seed=next(iter(seeds)) if len(seeds) == 1 else None,
        claim=claim if isinstance(claim, Claim) else None,
        losses=found.losses,
        limits=(spread.low, spread.ceiling) if spread and spread.complete else None,
    )
