"""Where an answer may stand though none was found: what a person should look at.

`mentions` of a quantity beside a number; lines that may be labels nobody knows (`loose_lines`,
`loose_labels`, `unread_sections`); text that no answer was taken of (`between_labels`, `uncued`,
`untaken`); files and comments that are not read at all (`unread`, `in_comments`). What stands there
is missing for nobody, and no answer near it is called wrong for it.
"""
