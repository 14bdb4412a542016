class Meta(type):
    __name__ = "<img src=x onerror=alert(1)>"


Odd = type("<script>alert(1)</script>", (Exception,), {"__module__": "<b>"})


def softmax(x):
    raise Odd("&lt;script&gt; &#x3c;script&#x3e; <!-- --> ]]> \u2028 \ud800")
