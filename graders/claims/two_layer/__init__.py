"""Networks of one hidden layer: what is printed of them, and what their weights give."""
