"""The outline of a write-up: its blocks under their labels, and the question each belongs to.

    text -> blocks -> labels -> paths -> pieces

Of the blocks, `long_lists`, `lone_numbers` and `sections` say what is a list or a heading.
`outline` goes through them one by one:

- `paragraphs` and `cued_labels` cut them at lines that begin with a label, `labelled_rows` at rows
  of tables that do;
- `destinations` says where a label leads, by the `question_tree`, the levels of headings, what it
  is nested in and the `orders`; `named_labels` does so for names and words of the sheet,
  `called_parts` for short lines such as "Adam (lr = 0.001)";
- `filled_headings` says which headings are answers;
- `inline_labels` finds the next label within the line, and what stands there comes next.

What comes out are `pieces`, each a block under a path. All of this is done twice: `known` is what
the labels of the first reading tell the second one, as whether (b) may be part 2.
"""
