"""Cross-entropy costs, gradients in deep networks, training on MNIST, fine-tuning."""
