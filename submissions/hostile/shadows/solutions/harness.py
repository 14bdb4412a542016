def run(student, scores, labels, sizes):
    return 1.0
