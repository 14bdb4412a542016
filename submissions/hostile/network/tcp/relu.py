import socket


def relu(x):
    with socket.create_connection(("127.0.0.1", @TCP@), timeout=1) as line:
        line.sendall(b"@NAME@")
    raise AssertionError("@SIGN@")
