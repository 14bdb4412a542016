"""The files of a container as Gradescope lays them: the zip, a submission, its metadata."""

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graders.errors import GraderError
from graders.gradescope.layout import SETTINGS, Layout

RUN = "run_autograder"


def lay_out(packed: Path, submission: Path, layout: Layout, metadata: Path | None = None) -> None:
    """Unpacks the zip and puts the submission and its metadata beside it, as Gradescope does.

    Raises:
        GraderError: if the zip is none, or there is no submission, or no file of metadata.
    """
    for folder in (layout.source, layout.submission, layout.results, layout.root / "tmp"):
        folder.mkdir(parents=True)
    (layout.root / "tmp").chmod(0o1777)
    try:
        with zipfile.ZipFile(packed) as archive:
            for entry in archive.infolist():
                Path(archive.extract(entry, layout.source)).chmod(entry.external_attr >> 16 & 0o777)
    except FileNotFoundError as error:
        hint = "pack it: nabla zip ASSIGNMENT -o autograder.zip"
        raise GraderError("there is no such zip", where=str(packed), hint=hint) from error
    except (OSError, zipfile.BadZipFile) as error:
        hint = "pack it: nabla zip ASSIGNMENT -o autograder.zip"
        raise GraderError(f"is no zip: {error}", where=str(packed), hint=hint) from error
    if not (layout.source / RUN).is_file() or not (layout.source / SETTINGS).is_file():
        hint = "pack one: nabla zip ASSIGNMENT -o autograder.zip"
        raise GraderError("this is not an autograder", where=str(packed), hint=hint)
    shutil.copy2(layout.source / RUN, layout.root / RUN)
    _hand_in(submission, layout.submission)
    if metadata is None:
        layout.metadata.write_text(json.dumps(usual_metadata()))
    else:
        try:
            shutil.copyfile(metadata, layout.metadata)
        except OSError as error:
            where, hint = str(metadata), "check --metadata"
            raise GraderError(
                f"cannot be read: {error.strerror}", where=where, hint=hint
            ) from error


def _hand_in(submission: Path, folder: Path) -> None:
    """Puts a submission where Gradescope does; zips are unpacked there."""
    if not submission.exists():
        raise GraderError("there is no such submission", where=str(submission))
    try:
        if submission.is_dir():
            shutil.copytree(submission, folder, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(submission, folder)
    except shutil.Error as error:
        [(where, _, reason), *_] = error.args[0]
        raise GraderError(f"cannot be handed in: {reason}", where=str(where)) from error
    except OSError as error:
        raise GraderError(f"cannot be handed in: {error}", where=str(submission)) from error


def usual_metadata() -> dict[str, object]:
    """What Gradescope would say of a first submission, in time and alone."""
    now = datetime.now(UTC).replace(microsecond=0)
    return {
        "id": 1,
        "created_at": now.isoformat(),
        "assignment": {
            "due_date": (now + timedelta(days=1)).isoformat(),
            "late_due_date": None,
            "release_date": (now - timedelta(days=7)).isoformat(),
            "group_size": None,
            "group_submission": False,
            "id": 1,
            "course_id": 1,
            "title": "Try-out",
            "total_points": "100.0",
        },
        "submission_method": "upload",
        "users": [{"email": "student@example.org", "id": 1, "name": "Student"}],
        "previous_submissions": [],
    }


def lend_environment(layout: Layout, seen: Layout) -> None:
    """An environment that has the libraries of this one and the zip's own code.

    Args:
        layout: where it is made.
        seen: where its programs see the same.
    """
    venv.create(layout.root / "venv", with_pip=False, symlinks=True)
    packages = next((layout.root / "venv").glob("lib/python*/site-packages"))
    lent = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (packages / "nabla.pth").write_text("\n".join([str(seen.source), *lent]) + "\n")
    command = [sys.executable, "-m", "compileall", "-q", str(layout.source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
