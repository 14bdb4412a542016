"""Names in a formula: declared symbols, functions, constants, and what hangs on them."""
