import first


def relu(x):
    return x
