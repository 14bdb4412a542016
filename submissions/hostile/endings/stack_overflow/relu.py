import sys

sys.setrecursionlimit(2**31 - 1)


def relu(x):
    return relu(x) + [relu(x)]
