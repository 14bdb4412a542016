r"""Cross-entropy costs: swapped roles, likelihoods, real-valued targets, softmax.

All logarithms are natural. Formulas stand as LaTeX constants beside the functions that compute
them; ``*_CHAIN`` holds the members of a derivation, each equal to the next, and ``*_MISTAKES`` what
a known mistake arrives at.
"""
