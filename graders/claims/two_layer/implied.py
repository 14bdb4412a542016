"""What the printed bounds of a model imply of the data."""

from collections.abc import Mapping, Sequence

from graders.claims.two_layer.printed_report import Report
from graders.comparing.bounds.printed import Implied
from solutions.generalization import printed_consistency as printed
from solutions.generalization.printed_bounds import implied_constants
from solutions.generalization.printed_data import CROPPED, KAPPA_INF, formulas_of

FRO_NORMS = {"Frobenius1", "Frobenius2"}


def implied(report: Report, name: str, formulas: Sequence[str]) -> Implied:
    """What a bound implies, by each formula that it may be.

    Where Fro_Fro is not the product of the norms, a bound may have been made of either.
    """
    found = _implied_of(report.block, name, formulas)
    if found.fits or not report.block.keys() >= FRO_NORMS:
        return found
    one, two = (report.block[each] for each in sorted(FRO_NORMS))
    other = _implied_of({**report.block, "Fro_Fro": one * two}, name, formulas)
    return other if other.fits else found


def _implied_of(block: printed.Block, name: str, formulas: Sequence[str]) -> Implied:
    constants = implied_constants(block, name, formulas)
    return Implied(
        {formula: (each.low, each.high) for formula, each in constants.items()},
        _readings(formulas_of(constants)),
        _readings(formulas_of(constants, CROPPED)),
    )


def _readings(found: Mapping[str, str]) -> dict[str, str]:
    """What each formula is called: a constant where it may take one of two, or its own name."""
    return {
        formula: constant if constant in KAPPA_INF else formula
        for formula, constant in found.items()
    }
