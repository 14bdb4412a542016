import time


def relu(x):
    time.sleep(100_000)
    return x
