"""Labels in the words of the sheet: cues of questions, their names, and the parts of runs."""
