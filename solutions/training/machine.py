"""What a training ran on: the hardware and the versions, as results state them."""

import os
import platform
from pathlib import Path

import numpy as np
import torch


def hardware(device: torch.device) -> str:
    """The name of the GPU, or the kind and number of processors."""
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    return f"{_processor()}, {os.cpu_count()} processors, {torch.get_num_threads()} threads"


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that compute.

    >>> sorted(versions())
    ['numpy', 'python', 'torch']
    """
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "torch": str(torch.__version__),
    }


def _processor() -> str:
    """The model where the system tells it, else the architecture."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
