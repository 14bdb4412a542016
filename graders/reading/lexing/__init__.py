"""Characters to tokens: what LaTeX, plain text and OCR write, without how it looks.

`lexer` makes `token`s of a text; `commands` and `signs` say what LaTeX's commands and the signs of
Unicode are.
"""
