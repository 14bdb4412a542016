"""Tables in place of those of pandas, as far as they show what they hold."""

from typing import Any

from .libraries import StandIn


class StandInTable:
    """A table or a column: its text is that of what it was made of.

    >>> print(StandInTable({"split": ["train", "test"], "samples": [12, 5]}))
    split ['train', 'test']
    samples [12, 5]
    """

    def __init__(self, data: Any = (), *rest: object, **named: object) -> None:
        self.data = data

    def __repr__(self) -> str:
        if isinstance(self.data, dict):
            return "\n".join(f"{name} {column}" for name, column in self.data.items())
        return str(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()

    def to_string(self, *rest: object, **named: object) -> str:
        """The text of all of it."""
        return repr(self)


PANDAS = {"DataFrame": StandInTable, "Series": StandInTable}


def plain(value: Any) -> Any:
    """A value, or what a table was made of; also within a list."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.data if isinstance(value, StandInTable) else value
