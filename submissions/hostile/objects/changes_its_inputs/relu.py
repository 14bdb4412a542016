def relu(x):
    x[...] = 0.0
    return x
