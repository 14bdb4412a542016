import os
import tempfile


def relu(x):
    folders = [".", "..", "/", "/tmp", "/var/tmp", "/dev/shm", "/run", "@HOME@", "@MARKS@"]
    for folder in [*folders, "@ASSIGNMENT@", "@OUTPUT@", "@SITE@", "@REPO@", os.path.expanduser("~")]:
        for make in (lambda path: open(path, "x"), os.mkdir, lambda path: os.symlink("/", path)):
            try:
                make(f"{folder}/@TOKEN@-@NAME@")
            except OSError:
                continue
            raise AssertionError("@SIGN@")
    open(tempfile.mktemp(), "w")
