import numpy as np


def softmax(x):
    masked = np.ma.masked_array(x, mask=True)
    masked.filldata = None
    return masked
