"""Names in a formula: declared symbols, functions, constants, and what hangs on them.

`symbols` finds the declared names in the tokens: a base (`bases`) with its `scripts`, a run of
signs (`runs`), or a derivative that is declared whole (`declared_derivatives`).
"""
