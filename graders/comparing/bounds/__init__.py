"""Bounds of networks: what a student's code computes, and what a report prints."""
