"""Comparators: an answer held against its reference."""
