"""Words among the signs: relations, operators and values that are spelled out."""
