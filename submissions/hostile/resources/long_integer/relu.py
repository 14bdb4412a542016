def relu(x):
    return 1 << 30_000_000
