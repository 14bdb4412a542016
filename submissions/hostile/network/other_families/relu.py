import socket


def relu(x):
    refused = None
    for family in (1, 2, 3, 10, 16, 17, 21, 29, 31, 38, 39, 40, 44):
        for kind in (1, 2, 3, 5):
            try:
                socket.socket(family, kind).close()
            except OSError as error:
                refused = error
                continue
            raise AssertionError("@SIGN@")
    for pair in (socket.socketpair,):
        try:
            pair()
        except OSError:
            continue
        raise AssertionError("@SIGN@")
    raise refused
