"""What harnesses put in the place of data, loaders, devices and libraries around student code.

A *piece* is the student's code for one question; its names are bound to stand-ins by the *roles*
that they play, and it is run line by line. Nothing here holds a reference: student code can see it.
"""
