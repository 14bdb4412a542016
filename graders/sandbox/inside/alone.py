"""A child that was not forked: a fresh interpreter, where forking loaded libraries is not safe."""

import os
from typing import Any

from .frames import write_frame
from .layers.resources import restrict_time_and_files
from .limits import Limits
from .probes import serve_probes
from .serving import not_ready, serve
from .warming import load


def serve_alone(asked: dict[str, Any]) -> None:
    """Loads the libraries, takes the limits that can be had, and serves.

    Args:
        asked: `requests` and `replies`, descriptors; `box`; `load`, the libraries; `limits`;
            whether to `probe`.
    """
    limits = Limits(**asked["limits"])
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        load(asked["load"])
        os.chdir(asked["box"])
        restrict_time_and_files(limits)
    except BaseException as error:
        write_frame(asked["replies"], not_ready(error))
        return
    if asked["probe"]:
        serve_probes(asked["requests"], asked["replies"])
    else:
        serve(asked["requests"], asked["replies"], limits)
    os._exit(0)
