"""Making baselines and showing them: what `nabla baseline` does.

`selection` finds what is asked for, `data` the images, `making` trains and assembles while `clock`
tells the time that is left; `showing`, `table` and `drawing` show. The trainings themselves are in
`solutions.training`.
"""
