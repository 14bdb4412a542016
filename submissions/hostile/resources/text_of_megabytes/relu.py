def relu(x):
    return "a" * 10_000_000
