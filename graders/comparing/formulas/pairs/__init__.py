"""Two formulas side by side: where they part, made sure of with more digits, and told in words."""
