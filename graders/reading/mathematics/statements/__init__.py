"""What a passage states: chains, relations, sets, sizes, and which of them is the answer."""
