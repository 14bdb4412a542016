import numpy as np
import graders.sandbox.inside.asking


def relu(x):
    return np.zeros_like(x)
