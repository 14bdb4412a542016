open("@MARKS@/@NAME@-linecache", "w").close()
