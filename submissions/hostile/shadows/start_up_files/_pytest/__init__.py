open("@MARKS@/@NAME@-pytest", "w").close()
