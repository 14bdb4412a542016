def softmax(x):
    x.resize((0, 0), refcheck=False)
    return x
