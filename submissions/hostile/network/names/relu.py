import socket


def relu(x):
    socket.getaddrinfo("@TOKEN@.invalid", 80)
    raise AssertionError("@SIGN@")
