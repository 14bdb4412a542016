"""Readers: what a student handed in becomes answers, numbers and expressions."""
