open("@MARKS@/@NAME@-traceback", "w").close()
