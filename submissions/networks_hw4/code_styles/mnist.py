import torch
from sklearn.metrics import accuracy_score
from tqdm import tqdm


def test(model, loader, device="cpu"):
    """Accuracy of a classifier over a whole loader."""
    model.eval()
    truth, guesses = [], []
    with torch.no_grad():
        for images, labels in tqdm(loader):
            scores = model(images.to(device))
            guesses.extend(scores.argmax(1).tolist())
            truth.extend(labels.tolist())
    return accuracy_score(truth, guesses)
