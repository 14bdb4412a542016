"""The candidate answers to every question, in the pieces of a write-up.

    pieces -> statements -> candidates -> answers

`statements` are the equations and the named cells of the pieces, read for a `sheet`; `naming` tells
what those stand for that do not name themselves. `finder` asks for each question, by its kind:
`named_values` by its names, `values` under its label or behind its cues, `tables`, and `words` for
text. Where nothing was found, `overlooked` says what a person should look at.

What is found is judged elsewhere; `meant`, `taken_back` and `context` tell the judges what the
words of the write-up say against it.
"""
