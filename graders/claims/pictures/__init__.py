"""Photographs that students hand in, and transformations of them."""
