open("@MARKS@/@NAME@-check", "w").close()
