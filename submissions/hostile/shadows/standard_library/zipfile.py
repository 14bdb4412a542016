open("@MARKS@/@NAME@-zipfile", "w").close()
