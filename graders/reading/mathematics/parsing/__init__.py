"""Tokens into expressions: brackets, operators, sums, arrays, derivatives."""
