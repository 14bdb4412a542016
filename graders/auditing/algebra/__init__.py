"""Changes of formulas in answers, and whether they keep their value."""
