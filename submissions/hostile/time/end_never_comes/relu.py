import atexit
import threading
import time

import numpy as np


class Last:
    def __del__(self):
        time.sleep(1000)


LAST = Last()
atexit.register(time.sleep, 1000)
threading.Thread(target=time.sleep, args=(1000,)).start()


def relu(x):
    return np.maximum(x, 0.0)
