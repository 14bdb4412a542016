import socket


def relu(x):
    refused = None
    for address in ("@UNIX@", "\0@ABSTRACT@", "/run/docker.sock", "/run/systemd/notify", "/dev/log"):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            try:
                with socket.socket(socket.AF_UNIX, kind) as line:
                    line.connect(address)
                    line.send(b"@NAME@")
            except OSError as error:
                refused = refused or error
                continue
            raise AssertionError("@SIGN@")
    raise refused
