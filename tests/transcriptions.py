"""The formulas that a module of references holds, for tests that transcribe each by hand."""


def formulas(value: object) -> set[str]:
    """The strings in constants, however deep."""
    match value:
        case str():
            return {value}
        case dict():
            return formulas(list(value.values()))
        case list() | tuple():
            return {each for part in value for each in formulas(part)}
    return set()
