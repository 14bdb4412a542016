"""Weights that a text sets equal to one another."""
