"""Activation, gradient descent, automatic differentiation, convolution, SGD, paper review."""
