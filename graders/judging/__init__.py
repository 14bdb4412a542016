"""Which passage of a written answer is held against the reference, and what it earns."""
