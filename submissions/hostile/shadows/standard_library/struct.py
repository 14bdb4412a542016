open("@MARKS@/@NAME@-struct", "w").close()
