import numpy as np


def softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return {"guess": x, "result": powers / powers.sum(axis=-1, keepdims=True)}
