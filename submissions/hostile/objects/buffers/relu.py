import array


def relu(x):
    return memoryview(array.array("d", [0.0] * x.size))
