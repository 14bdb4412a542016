"""Formulas: typed, evaluated in random models and held against one another."""
