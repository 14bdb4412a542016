import threading
import sys


def flood():
    while True:
        sys.stderr.write("x" * 100_000)


def relu(x):
    threading.Thread(target=flood, daemon=True).start()
    import time

    time.sleep(1)
    return x
