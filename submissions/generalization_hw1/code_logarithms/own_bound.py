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
    W = sum(p.numel() for p in model.parameters())
    s1, s2 = torch.linalg.svdvals(first)[0], torch.linalg.svdvals(second)[0]
    du, dv = first - first_0, second - second_0
    a, b = s2 * du.norm(dim=1).sum(), s1 * dv.norm(dim=1).sum()
    scale = math.sqrt(kappa) + 1 / math.sqrt(m)
    R = 144 * math.log2(m) * math.log2(2 * W) * scale * (a ** (2/3) + b ** (2/3)) ** 1.5 / margin
    product = (2 + 2 * du.norm()) * (2 + 2 * dv.norm()) * (2 + 2 * s1) * (2 + 2 * s2)
    S = 4.5 * math.log2(1 / delta) + math.log2(2 * m / max(margin, 1e-16))
    S = S + 2 * math.log2(2 + math.sqrt(m * kappa)) + 2 * torch.log2(product)
    return float((R + torch.sqrt(S)) ** 2)
