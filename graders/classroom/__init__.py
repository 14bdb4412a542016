"""A class on disk: what was graded, what it was made from, and what persons have decided."""
