"""Calls `accuracy(model, batches)` with a stand-in for a model."""


def run(student, scores, labels, sizes):
    """The student's accuracy for a model that gives these scores."""
    batches, start = [], 0
    for size in sizes:
        batches.append((range(start, start + size), labels[start : start + size]))
        start += size
    return student.accuracy(lambda places: scores[places], batches)
