def relu(x):
    return 10 ** 10 ** 9
