"""Gradescope: packing the zip, grading on the platform, and trying both out."""
