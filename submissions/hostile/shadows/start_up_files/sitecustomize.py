open("@MARKS@/@NAME@-site", "w").close()
