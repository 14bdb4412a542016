"""Where a formula bends, jumps or falls into cases: no draw need ever meet what it does there.

The sides of each bend are looked for, as far out as numbers go and beside its edge; what is met
nowhere, or makes no difference wherever it was evaluated, is not settled.
"""
