"""Texts made easier to read as formulas: letters, signs and quantities of a student's own."""
