def relu(x):
    raise ValueError(f"shape {x.shape}, first {x.flat[0]:.17g}")
