import numpy
import hidden


def relu(x):
    return x
