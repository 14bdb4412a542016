open("@MARKS@/@NAME@-user", "w").close()
