"""What formulas are evaluated in: sizes and values for all that an exercise declares.

The usual worlds are drawn from the declarations alone. Others are made of these for formulas that
need more (`needs`): wide and vast ones, ones of few numbers, ones on the roots of a term. Exact
comparison has worlds of remainders.
"""
