def relu(x):
    result = [x]
    for _ in range(40):
        result = [result, result]
    return result
