"""A derivation marked by its parts: what it shows, writes, claims, and its steps."""
