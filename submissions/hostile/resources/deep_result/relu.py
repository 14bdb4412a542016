def relu(x):
    result = []
    for _ in range(1_000_000):
        result = [result]
    return result
