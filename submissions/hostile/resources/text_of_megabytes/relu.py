def relu(x):
    return "a" * 100_000_000
