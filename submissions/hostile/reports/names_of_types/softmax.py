class Meta(type):
    __name__ = property(lambda cls: "\x1b]0;@NAME@\x07=1+1")


class Odd(metaclass=Meta):
    pass


def softmax(x):
    return Odd()
