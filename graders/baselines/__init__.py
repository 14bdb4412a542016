"""Making baselines and showing them: what `nabla baseline` does.

`selection` finds what is asked for, `data` the images, `making` trains and assembles, `table` and
`drawing` show. The trainings themselves are in `solutions.training`.
"""
