import signal
import threading

import numpy as np


def late(*given):
    print("@NAME@ acts late")


signal.signal(signal.SIGALRM, late)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
threading.Timer(0.01, late).start()


def relu(x):
    return np.maximum(x, 0.0)
