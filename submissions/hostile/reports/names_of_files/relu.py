def relu(x):
    raise ValueError("nothing")
