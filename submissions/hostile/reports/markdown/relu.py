def relu(x):
    print("![x](http://127.0.0.1:@TCP@/@NAME@.png) [Correct](javascript:alert(1)) <https://example.org>")
    raise ValueError("$\\href{javascript:alert(1)}{Correct}$ \\input{/etc/passwd} **Correct** | a | b |\n|---|---|")
