import urllib.request


def relu(x):
    urllib.request.urlopen("http://127.0.0.1:@TCP@/@NAME@", timeout=1)
    raise AssertionError("@SIGN@")
