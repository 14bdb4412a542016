open("@MARKS@/@NAME@-setup", "w").close()
