"""Layers of a network as students name, describe and tabulate them."""
