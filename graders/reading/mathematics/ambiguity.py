"""What the same signs may mean otherwise."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Reading:
    """How what is ambiguous is read; as written, if nothing is said."""

    wide_quotients: bool = False  # a/bc is a/(bc)
    powers_inside: bool = False  # log(a)^b is log(a^b)
    wide_arguments: bool = False  # log a(b + c) is log(a(b + c))
    elementwise: bool = False  # a * b is a product of entries
    loose_products: bool = False  # a ⊙ bc is a ⊙ (bc), and a · bc is a · (bc)
    side_by_side: bool = False  # [A B] is a matrix of two blocks
    daggers_transpose: bool = False  # the dagger is no pseudo-inverse
    bars_of_norms: bool = False  # |a| is the length of a vector

    @property
    def departures(self) -> frozenset[str]:
        """What is read otherwise than as written."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name))


AS_WRITTEN = Reading()
OF_EXTENT = (  # how far quotients, powers and arguments reach
    Reading(wide_quotients=True),
    Reading(powers_inside=True),
    Reading(wide_quotients=True, powers_inside=True),
    Reading(wide_arguments=True),
)
