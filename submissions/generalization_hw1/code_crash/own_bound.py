import math
import numpy as np
import torch
import torch.nn as nn

def own_bound(model, init_model, data, margin, delta=0.01):
    if margin <= 0:
        return float("inf")
    first, second = model[0].weight, model[2].weight
    first_0, second_0 = init_model[0].weight, init_model[2].weight
    m, squares, largest = 0, 0.0, 0.0
    for images, _ in data:
        rows = images.view(images.size(0), -1)
        squares += (rows ** 2).sum().item()
        largest = max(largest, (rows ** 2).sum(dim=1).max().item())
        m += len(rows)
    kappa = squares / m
    R = 8 * math.sqrt(second.shape[0]) * first.norm() * second.norm() * math.sqrt(kapa) / margin
    return ((R + 3 * math.sqrt(math.log(m / delta))) ** 2).item()
