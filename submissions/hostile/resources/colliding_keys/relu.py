def relu(x):
    period = 2**61 - 1
    return {float(key * 2.0 ** (61 * power)): 0 for key in range(1, 400) for power in range(-12, 13)} | {
        (each * period) << 3: 0 for each in range(500)
    }
