"""Processes and their time: workers that may die, time limits, how a process ended."""
