"""The classifier of problem 2."""

import numpy as np
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))

    def forward(self, images):
        return self.layers(images)


def hits(scores, labels):
    return scores.argmax(dim=-1).cpu().numpy() == labels.numpy()


@torch.inference_mode()
def evaluate(network, test_loader, device):
    """The share of the test images that are classified correctly."""
    network.eval()
    found = [hits(network(images.to(device)), labels) for images, labels in test_loader]
    network.train()
    return float(np.concatenate(found).mean())


if __name__ == "__main__":
    print(f"{100 * evaluate(Net(), None, 'cuda'):.1f} %")
