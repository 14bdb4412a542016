import torch


def linear_backward(x, weight, bias, upstream):
    weight, bias, x = (each.detach().clone().requires_grad_() for each in (weight, bias, x))
    torch.nn.functional.linear(x, weight, bias).backward(upstream)
    return x.grad, weight.grad, bias.grad
