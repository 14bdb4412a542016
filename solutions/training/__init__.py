"""Training on image classes: many runs of one network side by side, on a GPU or on the CPU.

`images`, `loading` and `generated` give the data, `networks` the descriptions, `config` what a
training depends on, `side_by_side` the training itself, `measures` what is measured on the way,
`result` what comes of it. `plans` declares every training of the assignments, `chunks` does their
work. `plain` is the same training of a single run as an ordinary loop, which every run equals to
rounding.
"""
