"""Quantities in a write-up: their names, the equations that give them, and their numbers."""
