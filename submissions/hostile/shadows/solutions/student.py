def relu_(x):
    return x
