open("@MARKS@/@NAME@-grade", "w").close()


def grade_relu(settle):
    settle()
