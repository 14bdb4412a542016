"""The names of the axes of an image: height, width and channels; of a batch, its samples, too."""

_COMMON = {
    "c": "C", "channels": "C", "depth": "C", "deep": "C", "filters": "C", "maps": "C", "cout": "C",
    "h": "H", "height": "H", "high": "H", "w": "W", "width": "W", "wide": "W",
}  # fmt: skip
IN_SENTENCES = _COMMON | {"tall": "H"}
IN_NOTATION = _COMMON | {
    "channel": "C", "d": "C", "rows": "H", "columns": "W", "n": "N", "b": "N", "batch": "N",
}  # fmt: skip
