"""A gzip file as a stream of what it unpacks to.

`gzip.GzipFile` reads the name in a header byte by byte and takes any number of empty members, so
that a small file keeps it busy for long; zlib reads headers and checksums itself.
"""

import zlib
from typing import BinaryIO

from graders.reading.intake.entries import CHUNK
from graders.reading.intake.refusals import damaged, refused

GZIP = 31  # zlib's number for the format
MAX_MEMBERS = 20_000  # programs that pack in parallel write one for every 64 KiB


class Gunzipped:
    """What a gzip file unpacks to, up to a number of bytes; members follow one another.

    Raises:
        SubmissionError: while it is read, where it is damaged or unpacks to more.
    """

    def __init__(self, file: BinaryIO, name: str, *, most: int, too_much: str) -> None:
        self._file = file
        self._name = name
        self._room = most
        self._too_much = too_much
        self._members = 0
        self._packed = b""
        self._ready = b""
        self._at = 0
        self._next_member()

    def read(self, size: int, /) -> bytes:
        if self._at == len(self._ready):
            self._ready, self._at = self._piece(), 0
        data = self._ready[self._at : self._at + size]
        self._at += len(data)
        return data

    def _piece(self) -> bytes:
        piece = b""
        while not piece:
            if self._inflater.eof and not self._follows():
                return b""
            self._packed = self._packed or self._file.read(CHUNK)
            if not self._packed:
                raise damaged(self._name, "it breaks off")
            try:
                piece = self._inflater.decompress(self._packed, CHUNK)
            except zlib.error as error:
                raise damaged(self._name, str(error)) from None
            self._packed = self._inflater.unconsumed_tail
        self._room -= len(piece)
        if self._room < 0:
            raise refused(self._name, self._too_much)
        return piece

    def _follows(self) -> bool:
        """Whether there is a further member, past the zeros that fill a block."""
        self._packed = self._inflater.unused_data.lstrip(b"\0")
        while not self._packed and (chunk := self._file.read(CHUNK)):
            self._packed = chunk.lstrip(b"\0")
        if self._packed:
            self._next_member()
        return bool(self._packed)

    def _next_member(self) -> None:
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise damaged(self._name, f"it is made of over {MAX_MEMBERS:,} pieces")
        self._inflater = zlib.decompressobj(GZIP)
