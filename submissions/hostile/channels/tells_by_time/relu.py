import time


def relu(x):
    time.sleep(min(0.3, abs(float(x.flat[0])) / 10))
    return x
