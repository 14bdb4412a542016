"""The outline of a write-up: its blocks, their labels, and the question each belongs to."""
