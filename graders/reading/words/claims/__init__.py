"""What a text claims in words, held against what is true of the things of a question."""
