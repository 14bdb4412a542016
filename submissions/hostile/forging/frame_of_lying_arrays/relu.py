import json
import os
import struct


def relu(x):
    values = [
        {"@": "array", "type": "|O", "shape": [1]},
        {"@": "array", "type": "<f8", "shape": [-1, 5]},
        {"@": "array", "type": "<f8", "shape": [2**31, 2**31]},
        {"@": "array", "type": "<f8", "shape": [True, 1.0]},
        {"@": "scalar", "type": "<U1000000000", "shape": []},
        {"@": "tensor", "type": "<f8", "shape": {}, "requires_grad": "yes"},
        {"@": ["array"], "type": None},
        {"@": "float", "text": "1e400"},
        {"@": "object", "type": {"@": "object"}},
    ]
    value = values[int(abs(float(x.flat[0])) * 1e6) % len(values)]
    body = json.dumps({"ended": "returned", "value": value, "traceback": 7, "changed": [[]]}).encode()
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, struct.pack("<4sIQ", b"nbl1", len(body), 8) + body + bytes(8))
        except OSError:
            continue
    os._exit(0)
