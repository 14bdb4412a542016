"""How fast and how rightly formulas are compared, against two other tools in the same run.

    .venv/bin/python benchmarks/formulas.py                      the table, peers on 300 pairs
    .venv/bin/python benchmarks/formulas.py --sample 0           peers on all pairs that they take
    .venv/bin/python benchmarks/formulas.py --json figures.json  and the figures in a file

The pairs are the rows of `fixtures/equivalence.toml`, whose verdicts are known. Math-Verify, and
SymPy's `parse_latex` with `simplify`, take values and numbers in LaTeX, without the rows that are
thousands of brackets; they get an environment of their own in `build/`, a process each and 5 s a
pair. Nabla takes every row, with no reference, declaration or world kept from the pass before.
Reading counts for all, starting a process for none.

"A class" is the work of a grader: 300 students, each with one of the table's answers to each of 40
references, 12,000 comparisons of which the peers get a sample. There Nabla profits from what it
keeps of a reference and of an answer that many hand in; in "the peers' pairs" each pair comes once.
"Verdicts alone" leaves the mistake behind a wrong answer unnamed, as the peers do; their ratio is
to that line. "The command" is `nabla compare FILE` on the same pairs: seconds on the wall, with its
start, with mistakes named, and with a process for each processor of the machine.

A row is right if the verdict is that of the table: a formula that cannot be read must be unread.
"yes or no" is the share right if only "equal" counts, and unread is as good as different. Times are
those of the processor, one thread each, and Nabla's passes and the peers take turns; machines are
noisy all the same, so quote the ratio.
"""

import argparse
import json
import os
import platform
import queue
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import venv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from graders.equivalence import compare
from graders.equivalence.settings import _setting
from graders.errors import GraderError
from graders.reading.mathematics.names.numerals import exact
from graders.reading.mathematics.names.spelled_names import spelled

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "fixtures" / "equivalence.toml"
WORKER = Path(__file__).with_name("formulas_peer.py")
ENVIRONMENT = ROOT / "build" / "formulas-peers"
PEERS = {"math-verify": "Math-Verify 0.9.0", "sympy": "SymPy 1.14.0"}
PINS = (
    "antlr4-python3-runtime==4.11.0",  # the one that SymPy's reader takes; Math-Verify takes it too
    "latex2sympy2_extended==1.11.0",
    "math-verify==0.9.0",
    "mpmath==1.3.0",
    "sympy==1.14.0",
)
LIMIT_SECONDS = 5.0
START_SECONDS = 120.0
SEED = 2024
STUDENTS, ANSWERS = 300, 40
OPTIONS = ("kind", "symbols", "definitions", "layout", "order", "student_format",
           "almost_everywhere", "min_digits")  # fmt: skip
WORDS = {True: "equal", False: "different", None: "unread"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the table: the verdict that it must get, and the mistake to be named, if any."""

    case: int
    reference: str
    student: str
    verdict: str  # equal, different or unread
    mistake: str | None
    options: Mapping[str, Any]
    hostile: bool  # thousands of brackets or the like

    @property
    def suits_peers(self) -> bool:
        return (
            self.options.get("kind", "value") in ("value", "number")
            and self.options.get("student_format", "latex") == "latex"
            and not self.hostile
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a tool said of a pair, and how long it took."""

    verdict: str
    milliseconds: float
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report. Counts are of pairs; right and the three after it make all."""

    tool: str
    pairs: int
    right: int
    wrongly_equal: int
    wrongly_different: int
    unread: int
    timed_out: int  # among the unread
    accuracy: float
    yes_or_no: float
    median_ms: float
    slowest_ms: float
    pairs_a_second: float
    ratio: float | None  # Nabla's pairs a second by this tool's, on the same pairs
    mistakes_named: float | None  # of the mistakes that the table names


# --- the pairs ----------------------------------------------------------------------------------


def read_pairs(paths: Sequence[Path]) -> list[Pair]:
    cases = [case for path in paths for case in tomllib.loads(path.read_text("utf-8"))["case"]]
    return [
        Pair(
            number,
            case["reference"],
            answer["student"] * answer.get("repeat", 1),
            answer["verdict"].replace("unsettled", "unread"),
            answer.get("mistake"),
            {name: given[name] for name in OPTIONS if name in given},
            "repeat" in answer,
        )
        for number, case in enumerate(cases)
        for answer in case["answers"]
        for given in [{**case, **answer}]
    ]


def sample(pairs: Sequence[Pair], size: int) -> list[Pair]:
    """The pairs that the peers get, the same at each run, in the table's order."""
    suited = [each for each in pairs if each.suits_peers]
    if not 0 < size < len(suited):
        return suited
    chosen = random.Random(SEED).sample(range(len(suited)), size)
    return [suited[place] for place in sorted(chosen)]


# --- the tools ----------------------------------------------------------------------------------


def ask_nabla(pairs: Sequence[Pair], *, naming: bool = True) -> list[Judgement]:
    """One pass, with nothing kept from the pass before."""
    for kept in (_setting, spelled, exact):
        kept.cache_clear()
    found = []
    for pair in pairs:
        started = time.process_time()
        try:
            comparison = compare(pair.reference, pair.student, naming=naming, **pair.options)
            verdict, mistake = WORDS[comparison.equal], comparison.mistake
        except GraderError:  # the reference or a declaration is beyond us
            verdict, mistake = "unread", None
        took = 1000 * (time.process_time() - started)
        found.append(Judgement(verdict, took, mistake.code if mistake else None))
    return found


def ask_command(pairs: Sequence[Pair]) -> list[Judgement]:
    """What `nabla compare FILE` says; each pair is given its share of the time."""
    lines = [
        json.dumps({"reference": pair.reference, "student": pair.student, **pair.options})
        for pair in pairs
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(lines))
        file.flush()
        command = [sys.executable, "-m", "graders", "compare", file.name]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True)  # some are unread: 1
        took = 1000 * (time.perf_counter() - started) / len(pairs)
    replies = map(json.loads, done.stdout.splitlines())
    return [Judgement(WORDS[each["equal"]], took, each["mistake"]) for each in replies]


def middle(passes: Sequence[Sequence[Judgement]]) -> list[Judgement]:
    """For each pair, the median time of the passes; verdicts must be the same in all."""
    merged = []
    for found in zip(*passes, strict=True):
        if len({(each.verdict, each.mistake) for each in found}) > 1:
            raise SystemExit(f"a verdict changed from pass to pass: {found}")
        took = statistics.median(each.milliseconds for each in found)
        merged.append(Judgement(found[0].verdict, took, found[0].mistake))
    return merged


def peer_python() -> Path:
    """The interpreter of the peers' environment, made anew when a pin has changed."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "pins.txt"
    wanted = "\n".join(PINS)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        print(f"installing the peers into {ENVIRONMENT.relative_to(ROOT)}", file=sys.stderr)
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", *PINS]
        subprocess.run(install, check=True, stdout=sys.stderr)
        stamp.write_text(wanted, "utf-8")
    return python


class Peer:
    """A worker process of a peer; one that takes too long or dies is replaced."""

    def __init__(self, name: str, python: Path) -> None:
        self.command = [str(python), str(WORKER), name]
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self.process, self.lines), daemon=True).start()
        try:
            ready = self.lines.get(timeout=START_SECONDS)
        except queue.Empty:
            ready = ""
        if not ready:
            self.stop()
            raise SystemExit(f"the worker does not start: {' '.join(self.command)}")

    @staticmethod
    def _listen(process: subprocess.Popen[str], lines: "queue.SimpleQueue[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):  # a tool may print as well
                lines.put(line)
        lines.put("")  # it has ended

    def ask(self, pair: Pair) -> Judgement:
        assert self.process.stdin is not None
        request = {"reference": pair.reference, "student": pair.student}
        started = time.perf_counter()
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.lines.get(timeout=LIMIT_SECONDS)
        except (queue.Empty, BrokenPipeError):
            line = ""
        if not line:
            took = 1000 * (time.perf_counter() - started)
            self.stop()
            self._start()
            return Judgement("unread", took)
        answer = json.loads(line)
        return Judgement(answer["verdict"], answer["milliseconds"])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def ask_peer(name: str, pairs: Sequence[Pair]) -> list[Judgement]:
    peer = Peer(name, peer_python())
    try:
        return [peer.ask(pair) for pair in pairs]
    finally:
        peer.stop()


# --- the report ---------------------------------------------------------------------------------


def line_of(
    tool: str, pairs: Sequence[Pair], found: Sequence[Judgement], floor: float | None = None
) -> Line:
    """The line of a tool; `floor` is Nabla's pairs a second on these pairs, where it is a peer."""
    both = list(zip(pairs, found, strict=True))
    wrong = Counter(said.verdict for pair, said in both if said.verdict != pair.verdict)
    times = [said.milliseconds for said in found]
    right = len(both) - wrong.total()
    yes_or_no = sum((said.verdict == "equal") == (pair.verdict == "equal") for pair, said in both)
    rate = 1000 * len(both) / sum(times)
    to_name = [(pair, said) for pair, said in both if pair.mistake]
    named = sum(said.mistake == pair.mistake for pair, said in to_name)
    return Line(
        tool,
        len(both),
        right,
        wrong["equal"],
        wrong["different"],
        wrong["unread"],
        sum(each >= 1000 * LIMIT_SECONDS for each in times),
        right / len(both),
        yes_or_no / len(both),
        statistics.median(times),
        max(times),
        rate,
        None if floor is None else floor / rate,
        named / len(to_name) if floor is None and to_name else None,
    )


def show(lines: Sequence[Line]) -> None:
    heads = ("tool", "pairs", "right", "wrongly equal", "wrongly different", "unread", "accuracy",
             "yes or no", "median ms", "slowest ms", "pairs/s", "ratio", "named")  # fmt: skip
    print("| " + " | ".join(heads) + " |")
    print("|---" + "|---:" * (len(heads) - 1) + "|")
    for line in lines:
        cells = (
            line.tool, line.pairs, line.right, line.wrongly_equal, line.wrongly_different,
            line.unread, f"{line.accuracy:.3f}", f"{line.yes_or_no:.3f}", f"{line.median_ms:.2f}",
            f"{line.slowest_ms:.0f}", f"{line.pairs_a_second:.1f}",
            "" if line.ratio is None else f"{line.ratio:.0f}",
            "" if line.mistakes_named is None else f"{line.mistakes_named:.3f}",
        )  # fmt: skip
        print("| " + " | ".join(str(each) for each in cells) + " |")
    for line in lines:
        if line.timed_out:
            print(f"{line.tool}: {line.timed_out} of the pairs took {LIMIT_SECONDS:g} s or more")


def disagreements(pairs: Sequence[Pair], found: Sequence[Judgement]) -> Iterator[str]:
    for pair, said in zip(pairs, found, strict=True):
        both = f"{pair.reference}  |  {pair.student[:200]}"
        if said.verdict != pair.verdict:
            yield f"{said.verdict}, not {pair.verdict}: {both}"
        elif pair.mistake and said.mistake != pair.mistake:
            yield f"{said.mistake}, not {pair.mistake}: {both}"


def class_of(pairs: Sequence[Pair]) -> list[Pair]:
    """The comparisons of a class, student by student: an answer of each to each reference."""
    draw = random.Random(SEED)
    cases: dict[int, list[Pair]] = {}
    for pair in pairs:
        cases.setdefault(pair.case, []).append(pair)
    asked = draw.sample(list(cases.values()), min(ANSWERS, len(cases)))
    return [draw.choice(rows) for _ in range(STUDENTS) for rows in asked]


@dataclass(frozen=True)
class Work:
    """The pairs of a run: all of them, and what the peers get of them and of a class."""

    pairs: Sequence[Pair]
    shared: Sequence[Pair]
    handed_in: Sequence[Pair]  # by a class
    some: Sequence[Pair]  # of these


@dataclass
class Said:
    """What the tools said: Nabla in each pass of each kind of work, the peers once of theirs."""

    nabla: list[list[list[Judgement]]]
    peers: dict[str, list[Judgement]]


def work_of(pairs: Sequence[Pair], size: int) -> Work:
    shared = sample(pairs, size)
    handed_in = class_of([each for each in pairs if each.suits_peers])
    return Work(pairs, shared, handed_in, sample(handed_in, size or len(shared)))


def ask_all(work: Work, passes: int, peers: Sequence[str]) -> Said:
    """Asks Nabla and the peers in turns."""
    compare("2 + 3", "5")  # what is imported or built at the first use
    said, waiting = Said([], {}), list(peers)
    for number in range(max(passes, 1)):
        print(f"Nabla, pass {number + 1}", file=sys.stderr)
        alone = ask_nabla(work.shared, naming=False)
        every, shared = ask_nabla(work.pairs), ask_nabla(work.shared)
        together, course = ask_command(work.shared), ask_nabla(work.handed_in)
        said.nabla.append([every, shared, alone, together, course])
        for name in waiting[:1] if number + 1 < passes else waiting:
            pairs = [*work.shared, *work.some]
            print(f"{PEERS[name]}, {len(pairs)} pairs", file=sys.stderr)
            said.peers[name] = ask_peer(name, pairs)
        waiting = [name for name in waiting if name not in said.peers]
    return said


def lines_of(work: Work, said: Said) -> list[Line]:
    """Nabla's lines and those of the peers, then both on the work of a class."""
    asked = {
        "all pairs": work.pairs,
        "the peers' pairs": work.shared,
        "verdicts alone": work.shared,
        "the command": work.shared,
        "a class": work.handed_in,
    }
    every, shared, alone, together, course = (
        line_of(f"Nabla, {what}", pairs, middle(found))
        for (what, pairs), *found in zip(asked.items(), *said.nabla, strict=True)
    )
    lines = [every, shared, replace(alone, mistakes_named=None), together]
    number = len(work.shared)
    for name, found in said.peers.items():
        lines.append(line_of(PEERS[name], work.shared, found[:number], alone.pairs_a_second))
    lines.append(course)
    for name, found in said.peers.items():
        tool = f"{PEERS[name]}, a class"
        lines.append(line_of(tool, work.some, found[number:], course.pairs_a_second))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--table", type=Path, nargs="+", default=[TABLE], help="other rows")
    parser.add_argument("--sample", type=int, default=300, help="pairs for the peers; 0 for all")
    parser.add_argument("--passes", type=int, default=3, help="passes of Nabla")
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--show", action="store_true", help="name the rows that Nabla gets wrong")
    arguments = parser.parse_args()

    load = os.getloadavg()[0]
    work = work_of(read_pairs(arguments.table), arguments.sample)
    said = ask_all(work, arguments.passes, arguments.peers)
    lines = lines_of(work, said)
    machine = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": load,
        "passes": len(said.nabla),
    }
    show(lines)
    print(
        f"Python {machine['python']}, {machine['cores']} cores, load {load:.1f} before;"
        f" Nabla: medians of {machine['passes']} passes; peers: one pass"
    )
    if arguments.show:
        print("\n".join(disagreements(work.pairs, said.nabla[0][0])), file=sys.stderr)
    if arguments.json:
        figures = {"tools": [asdict(each) for each in lines], "machine": machine}
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
