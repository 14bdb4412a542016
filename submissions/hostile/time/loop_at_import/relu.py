while True:
    pass


def relu(x):
    return x
