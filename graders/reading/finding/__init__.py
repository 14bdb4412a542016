"""Where in a write-up the answer to each question stands."""
