"""Blocks made plain before they are read: what is no label is none, what is one looks like one."""
