def relu(x):
    print("\n" * 30_000 + "x" * 30_000 + "\u0300" * 10_000 + "\U000e0041" * 1000 + "\u200b" * 1000)
    raise ValueError("y" * 100_000)
