import itertools


def relu(x):
    return (each for each in itertools.count())
