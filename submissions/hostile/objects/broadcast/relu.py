def relu(x):
    return x[:0] if x.ndim == 1 else 0.0
