"""Graphs of computations: their nodes, and the values that these have."""
