"""Formulas: typed, evaluated in random worlds and held against one another.

An expression becomes a `term` with a shape (`typing`), which has values (`evaluation`, on one of
three kinds of `arithmetic`) at the points of `worlds`. `bench` keeps all these for one exercise;
`equality` says whether two formulas mean the same, `relations` whether two relations or equations
do. `plain` is a first look at expressions that need no type.
"""
