open("@MARKS@/@NAME@-idna", "w").close()
