import itertools
import threading


class Lazy:
    def __init__(self):
        self.count = itertools.count()

    @property
    def __class__(self):
        return [float, int, str][next(self.count) % 3]


def relu(x):
    result = x.copy()

    def change():
        while True:
            result[...] = next(iter(x))

    threading.Thread(target=change, daemon=True).start()
    return [Lazy(), result]
