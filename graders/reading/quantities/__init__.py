"""What a write-up gives values to: names, numbers, and the equations that join the two.

- `numbers` reads a number as it is printed, `names` the name of a quantity in any spelling.
- `equations` finds where an equation begins and ends, `formula` reads its members.
- `named_values` finds numbers beside names where no equation joins them.
- `values` makes an answer of these: a number, and the steps that lead to it.
"""
