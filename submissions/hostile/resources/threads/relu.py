import threading
import time


def relu(x):
    threading.stack_size(32768)
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(10,), daemon=True).start()
    raise AssertionError("@SIGN@")
