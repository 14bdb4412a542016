"""Trained runs: what a sheet asks for, what a submission holds of one, and how it is judged."""
