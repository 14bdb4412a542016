"""Reference solutions: pure mathematics and training; imports nothing of the graders."""
