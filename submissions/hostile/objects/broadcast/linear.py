def linear_backward(x, weight, bias, upstream):
    return x.sum(), [], {}
