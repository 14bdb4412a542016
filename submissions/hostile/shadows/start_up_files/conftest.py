open("@MARKS@/@NAME@-conftest", "w").close()
