import signal


def relu(x):
    signal.raise_signal(signal.SIGKILL)
    return x
