"""Passes over the tokens of a formula: each puts a notation into its common form."""
