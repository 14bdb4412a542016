"""What the names and letters of a write-up stand for, where they are not those of the sheet.

`notation` and `explained` read letters that a student declares, `renamed` and `led` quantities
under a name or words of the student's own, `unlabelled` matrices without any; `called` says
whether a name on the left is that of another quantity than is asked for.
"""
