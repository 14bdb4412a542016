import os
import subprocess
import sys


def relu(x):
    attempts = [
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: subprocess.run(["/bin/sh", "-c", "echo @SIGN@; touch @MARKS@/@NAME@"]),
        lambda: os.system("touch @MARKS@/@NAME@-system") and 1 / 0,
        lambda: os.popen("id").read() or 1 / 0,
        lambda: __import__("pty").fork(),
        lambda: __import__("multiprocessing").Process(target=print).start(),
        lambda: __import__("concurrent.futures").futures.ProcessPoolExecutor(1).submit(int).result(1),
        lambda: os.execve(sys.executable, [sys.executable, "-c", "0"], {}),
        lambda: os.execv("/bin/true", ["true"]),
    ]
    refused = None
    for attempt in attempts:
        try:
            attempt()
        except ZeroDivisionError:
            continue
        except (OSError, ImportError) as error:
            refused = error
        else:
            raise AssertionError("@SIGN@")
    raise refused
