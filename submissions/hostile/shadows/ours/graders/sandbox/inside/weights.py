def read_weights(file):
    return {"weight": [[1.0] * 8] * 3, "bias": [0.0] * 3}
