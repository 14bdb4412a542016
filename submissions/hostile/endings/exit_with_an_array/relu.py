import sys

import numpy as np


def relu(x):
    sys.exit(np.maximum(x, 0))
