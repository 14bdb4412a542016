def relu(x):
    print("<script>document.title='Correct.'</script><img src=x onerror=alert(1)>")
    print("</code></p></div><style>*{display:none}</style><a href='javascript:alert(1)'>Correct.</a>")
    raise ValueError("<svg onload=alert(1)>'\"><iframe srcdoc='<script>alert(1)</script>'> {{ 7*7 }} {% raw %}")
