"""Opens submissions in a process that may only read, and says what came of each.

    python -B -m tests.reading.intake.open_watched MEMORY_BYTES < PATHS.json

Opening a file to write, changing a folder or starting a process ends it with a traceback; so
does memory beyond that of the start and the bytes given, where the system keeps to such limits.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

from graders.errors import SubmissionError
from graders.reading.intake import open_submission

CHANGES = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.system", "os.exec", "os.fork", "os.posix_spawn"),
    *("subprocess.Popen", "socket.connect", "shutil.rmtree", "tempfile.mkstemp"),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in CHANGES or (event == "open" and int(str(arguments[2] or 0)) & WRITING):
        raise RuntimeError(f"{event} {arguments}")


def outcome(path: Path) -> dict[str, object]:
    started = time.process_time()
    try:
        submission = open_submission(path)
        said = {"files": sorted(submission.files), "large": submission.large}
    except SubmissionError as error:
        said = {"message": error.message}
    return said | {"seconds": time.process_time() - started}


def bound(memory_bytes: int) -> None:
    statm = Path("/proc/self/statm")
    if statm.exists():
        now = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + memory_bytes, resource.RLIM_INFINITY))


if __name__ == "__main__":
    bound(int(sys.argv[1]))
    sys.addaudithook(watch)
    for path in json.load(sys.stdin):
        print(json.dumps(outcome(Path(path))))
