"""What the words of a write-up do to what they stand beside.

- `named` finds the words for things, `said` what a passage says however it is spaced, `cases` and
  `scopes` of which case it speaks; `spelled_numbers` reads numbers in words.
- `against` holds what denies, doubts, takes back or supposes something.
- `claims` are models of what is true of the things of a question, which say what a text gets wrong.
- `choosing` tells which of several things a text means.
- `rewriting` puts letters and signs of a student's own into those of the sheet.
"""
