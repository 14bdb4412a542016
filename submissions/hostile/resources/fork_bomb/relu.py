import os
import time


def relu(x):
    for _ in range(20):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    raise AssertionError("@SIGN@")
