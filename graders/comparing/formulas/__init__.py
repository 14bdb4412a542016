"""Formulas: typed, evaluated in random worlds and held against one another.

An expression becomes a `term` with a shape (`typing`), which has values (`evaluation`, on one of
three kinds of `arithmetic`) at the points of `worlds`. `bench` keeps all these for one exercise.

`equality` says whether two formulas mean the same: their values stand side by side in `pairs`, and
where one `bends` they are looked at on both sides. `relations` does so for relations and equations.
`plain` is a first look at expressions that needs no type.
"""
