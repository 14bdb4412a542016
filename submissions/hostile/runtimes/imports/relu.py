import builtins
import importlib
import sys
import types


class Finder:
    def find_spec(self, name, path=None, target=None):
        open("@MARKS@/@NAME@", "w").close()


class Modules(dict):
    def __getitem__(self, name):
        return types.ModuleType(name)


def relu(x):
    sys.meta_path[:] = [Finder()]
    sys.path_hooks[:] = sys.path[:] = []
    sys.modules = Modules()
    builtins.__import__ = importlib.import_module = lambda *given, **named: types.ModuleType("none")
    return x
