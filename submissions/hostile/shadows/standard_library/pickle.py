open("@MARKS@/@NAME@-pickle", "w").close()
