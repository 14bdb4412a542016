"""The candidate answers to every question, in the pieces of a write-up.

    pieces -> statements -> candidates -> answers

`statements` are the equations and the named cells of the pieces, read for a `sheet`; `led`,
`unlabelled` and `renamed` name those that do not name themselves. `finder` asks for each question,
by its kind: `named_values` by its names, `values` under its label or behind its cues, `tables`, and
`words` for text. Where nothing was found, `loose_labels`, `between_labels`, `mentions` and
`untaken` say what a person should look at, and what must not be called wrong for it.

What is found is judged elsewhere; `context` and `called` tell the judges what words and names say
against a number, `unread` and `in_comments` what may stand where nothing is read.
"""
