class Command:
    def __reduce__(self):
        return exec, ("open('@MARKS@/@NAME@', 'w').close()",)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()
    __getstate__ = lambda self: open("@MARKS@/@NAME@", "w").close()


def relu(x):
    return Command()
