open("@MARKS@/@NAME@", "w").close()
