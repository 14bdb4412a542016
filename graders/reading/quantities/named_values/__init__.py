"""Numbers beside names: in lists, sentences, vectors, tables and printed blocks."""
