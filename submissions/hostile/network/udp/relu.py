import socket


def relu(x):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"@NAME@", ("127.0.0.1", @UDP@))
    raise AssertionError("@SIGN@")
