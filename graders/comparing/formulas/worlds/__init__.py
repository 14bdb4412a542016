"""What formulas are evaluated in: sizes and values for all that an exercise declares.

The usual worlds are drawn from the declarations alone. Others are made of them for formulas that
`needs` says they do not suffice for: wide and vast ones, ones of few numbers, ones of remainders.
"""
