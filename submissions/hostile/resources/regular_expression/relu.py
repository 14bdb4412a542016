import re


def relu(x):
    return re.match(r"(a+)+$", "a" * 40 + "!")
