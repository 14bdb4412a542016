"""Training on image classes: many runs of one network side by side, on a GPU or on the CPU.

`images`, `loading` and `generated` give the data, `networks` the descriptions, `config` what a
training depends on, `side_by_side` the training itself, `result` what comes of it. `plain` is the
same training of a single run as an ordinary loop, which every run equals to rounding.
"""
