import atexit
import sys
import threading
import weakref


class Last:
    def __del__(self):
        late()


def late():
    with open("@MARKS@/@NAME@", "w") as file:
        file.write("late")
    print("@SIGN@")


LAST = Last()
atexit.register(late)
weakref.finalize(threading.current_thread(), late)


def relu(x):
    sys.exit(0)
