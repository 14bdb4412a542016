"""What runs on the other side of the wall, and the words that both sides share.

A fresh interpreter loads this package alone: it imports the standard library, numpy and torch, and
nothing else of ours. No reference, no hidden test and no result is ever in such a process.
"""
