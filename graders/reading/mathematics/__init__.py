"""Mathematics, in LaTeX or in Python, into typed expressions: what is declared decides."""
