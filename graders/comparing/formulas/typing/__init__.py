"""Typing: expressions get their shapes, one subject of mathematics a module."""
