"""Claims about trainings, held against weights, logs, other runs and against one another."""
