def relu(x):
    return len(str(7 ** (10**8))) * x
