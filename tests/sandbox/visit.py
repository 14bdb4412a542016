"""Runs honest and hostile code in a sandbox and prints what came of it, as JSON.

    python visit.py '["numpy"]' allow-weak

It is started by `test_modes` under the modes of `modes`.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from graders.sandbox.sandbox import Refused, Sandbox

SOURCE = (Path(__file__).parent / "visitor.py").read_text()


def visit(libraries: list[str], *, allow_weak: bool) -> dict[str, Any]:
    """What the visitor does with each of these libraries, and what it is kept from."""
    os.environ["NABLA_SECRET"] = "the key"
    secret = Path(tempfile.mkdtemp(prefix="secret-")) / "canary"
    secret.parent.chmod(0o755)
    secret.write_text("the key")
    secret.chmod(0o644)
    sandbox = Sandbox(libraries, allow_weak=allow_weak)
    said: dict[str, Any] = {}
    try:
        isolation = sandbox.isolation
        said |= {"words": isolation.words, "protection": isolation.protection.value}
        sandbox.fill({"data.csv": b"1,2", "hw.py": b""})
        try:
            said["honest"] = asked(sandbox, "honest", libraries)
            said["attempts"] = asked(sandbox, "attempts", str(secret), os.getpid())
            said["attempts"]["execute"] = asked(sandbox, "execute")
        except Refused as error:
            said["refused"] = str(error)
    finally:
        sandbox.close()
        secret.unlink()
        secret.parent.rmdir()
    return said


def asked(sandbox: Sandbox, name: str, *arguments: Any) -> Any:
    load = {
        "do": "load", "modules": {"hw": [("hw.py", SOURCE)]}, "run": "hw", "needed_by": None,
        "harness": "",
    }  # fmt: skip
    with sandbox.child() as child:
        loaded = child.request(load, 20)
        if not loaded.returned:
            return f"loading {loaded}"
        call = child.request(
            {"do": "call", "name": name, "arguments": arguments, "keywords": {}}, 20
        )
        return call.value if call.returned else str(call)


if __name__ == "__main__":
    print(json.dumps(visit(json.loads(sys.argv[1]), allow_weak="allow-weak" in sys.argv)))
