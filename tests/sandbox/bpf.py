"""A small interpreter for the programs of the kernel's packet filter, as seccomp runs them."""

import struct
from collections.abc import Sequence

INSTRUCTION = struct.Struct("HBBI")
DATA = struct.Struct("<iIQ6Q")  # struct seccomp_data: number, architecture, place, arguments


def run(program: bytes, number: int, architecture: int, arguments: Sequence[int] = ()) -> int:
    """What a filter answers to a system call.

    Raises:
        ValueError: at an instruction that it does not know, or a jump out of the program.
    """
    six = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    signed = number - (1 << 32) if number >= 1 << 31 else number
    data = DATA.pack(signed, architecture, 0, *six)
    lines = list(INSTRUCTION.iter_unpack(program))
    accumulator, at = 0, 0
    while at < len(lines):
        code, if_true, if_false, operand = lines[at]
        at += 1
        match code:
            case 0x20:  # BPF_LD | BPF_W | BPF_ABS
                accumulator = struct.unpack_from("<I", data, operand)[0]
            case 0x54:  # BPF_ALU | BPF_AND | BPF_K
                accumulator &= operand
            case 0x15:  # BPF_JMP | BPF_JEQ | BPF_K
                at += if_true if accumulator == operand else if_false
            case 0x06:  # BPF_RET | BPF_K
                return operand
            case _:
                raise ValueError(f"instruction {code:#x}")
    raise ValueError("the program has no answer")
