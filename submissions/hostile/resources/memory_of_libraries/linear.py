import torch


def linear_backward(x, weight, bias, upstream):
    torch.empty(1 << 31)
    raise AssertionError("@SIGN@")
