class Slow:
    def __del__(self):
        while True:
            pass

    def __hash__(self):
        while True:
            pass


def relu(x):
    Slow()
    return {Slow(): 1}
