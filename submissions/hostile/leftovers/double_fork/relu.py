import os
import time


def relu(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(2)
            open("@MARKS@/@NAME@", "w").close()
            time.sleep(60)
        os._exit(0)
    return x
