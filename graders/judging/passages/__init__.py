"""What of a passage may be its answer: formulas in prose, candidates, results in words."""
