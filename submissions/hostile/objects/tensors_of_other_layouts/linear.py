import warnings

import torch

warnings.simplefilter("ignore")


def linear_backward(x, weight, bias, upstream):
    quantised = torch.quantize_per_tensor(weight.detach().float(), 0.1, 0, torch.qint8)
    return x.detach().to_sparse(), quantised, torch.conj(bias.detach() + 0j)
