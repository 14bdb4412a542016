"""Equations in formulas and in prose, `name = step = value`: where each begins and ends."""
