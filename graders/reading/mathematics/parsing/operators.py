"""The signs between, before and after the parts of a formula, and what they mean."""

TIMES = {
    "*": "·", r"\odot": "odot", r"\circ": "odot", r"\otimes": "otimes", "/": "/",
    "@": "@", r"\oslash": "oslash", r"\bmod": "mod", r"\mod": "mod",
    "mod": "mod",
}  # fmt: skip
RELATIONS = {
    "=": "=", "<": "<", ">": ">", r"\leq": "<=", r"\geq": ">=", r"\neq": "!=", r"\lt": "<",
    r"\gt": ">", r"\leqslant": "<=", r"\geqslant": ">=", r"\in": "in", r"\notin": "notin",
    r"\equiv": "=", r"\coloneqq": "=",
}  # fmt: skip
ORDERS = frozenset(sign for sign, name in RELATIONS.items() if name in ("<", "<=", ">", ">="))
JOINERS = {r"\land": "and", r"\wedge": "and", r"\lor": "or", r"\vee": "or", "and": "and",
            "or": "or"}  # fmt: skip
SIGNS = frozenset("+-")
TRANSPOSES = frozenset({"T", r"\top", r"\intercal", r"\mathsf", "⊤", r"\dagger", r"\transp"})
ATTACHED = frozenset({"^", "_", "'", "!", "[", r"\top", r"\intercal"})
STOPS = frozenset(
    r"\rightarrow \Rightarrow \Leftrightarrow \leftarrow \approx \sim \cong \simeq \propto \mid "
    r"\rangle \rfloor \rceil \cup \cap \setminus \quad \land \lor \wedge \vee \pm \mp "
    r"\because \therefore \choose \over \blacksquare \square".split()
)
