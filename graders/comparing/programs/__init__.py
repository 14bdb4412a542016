"""What student code gave: arrays, gradients, accuracies, pipelines."""
