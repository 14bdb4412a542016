open("@MARKS@/@NAME@", "w").close()


def maximum(*given):
    return given[0]


allclose = array_equal = lambda *given, **named: True
