import threading
import time


def relu(x):
    threading.stack_size(1 << 30)
    for _ in range(50):
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
    raise AssertionError("@SIGN@")
