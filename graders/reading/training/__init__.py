"""What a training printed, and the accuracies that a write-up claims."""
