"""The names of quantities: the spellings of each, and the one that an assignment declares."""
