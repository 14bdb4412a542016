"""The outline of a write-up: its blocks under their labels, and the question each belongs to.

    text -> blocks -> labels -> paths -> pieces

The passes of `plain` say what is a list, a page number or a heading. `outline` goes through the
blocks one by one:

- `within` cuts them at lines, at rows of tables and at places in lines that begin with a label;
- `leading` says where a label leads, by the `question_tree`, the levels of headings, what it is
  nested in and the order of the parts, and which headings are answers;
- `cues` does so for names and words of the sheet, and for short lines such as "Adam (lr = 0.001)".

What comes out are `pieces`, each a block under a path. All of this is done twice: `known` is what
the labels of the first reading tell the second one, as whether (b) may be part 2.
"""
