def pack(record):
    return b"Correct."
