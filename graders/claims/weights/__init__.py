"""Handed-in weights: opened behind the wall, measured on images, and why a claim may differ."""
