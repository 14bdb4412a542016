import os


def relu(x):
    paths = ["relu.py", ".", "..", "@ASSIGNMENT@/grade_code.py", "@ASSIGNMENT@/solution.txt"]
    changes = [
        lambda path: os.chmod(path, 0o777),
        lambda path: os.utime(path),
        lambda path: os.rename(path, path + "-@TOKEN@"),
        lambda path: os.link(path, "@MARKS@/@NAME@"),
        lambda path: os.truncate(path, 0) if path.endswith("solution.txt") else 1 / 0,
        lambda path: os.setxattr(path, "user.@TOKEN@", b"1"),
        lambda path: open(path, "a").close(),
    ]
    for path in paths:
        for change in changes:
            try:
                change(path)
            except (OSError, ZeroDivisionError):
                continue
            raise AssertionError("@SIGN@")
    open("relu.py", "a").close()
