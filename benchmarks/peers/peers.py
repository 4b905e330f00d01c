"""Runs Loci's selection and its peers side by side: the same data, one run, one thread each. See README.md beside this file."""
import argparse
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# One thread each, and on AVX-512 the kernels for it; all of this is read when the libraries are loaded.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
if "avx512f" in (Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""):
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import numpy as np  # noqa: E402

import greedy  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
LOCI = ROOT / "artifacts/bin/Loci.Benchmarks/release/Loci.Benchmarks"


def find(name):
    """A library, or None and a line about it where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        print(f"not installed, left out: {name} ({error})")
        return None


def made_up(count, dimensions, seed):
    """Unit rows around 32 centres, near-copies of each other as texts on few subjects are."""
    random = np.random.default_rng(seed)

    def unit(rows):
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    centres = unit(random.standard_normal((32, dimensions), dtype=np.float32))
    rows = unit(random.standard_normal((count, dimensions), dtype=np.float32)) * np.float32(0.7)
    rows += centres[random.integers(0, len(centres), count)]
    return unit(rows)


def timed(work, repeat, seconds):
    """Milliseconds of each run: as many as fit into the seconds, at most the repeat; the first is to warm up, and counts only where it uses them up alone."""

    def once():
        start = time.perf_counter()
        result = work()
        return 1e3 * (time.perf_counter() - start), result

    began = time.perf_counter()
    first, result = once()
    times = [first] if first > 1e3 * seconds else []
    while not times or (len(times) < repeat and time.perf_counter() - began < seconds):
        took, result = once()
        times.append(took)
    return times, result


class Loci:
    """The benchmark program, which warms up and times itself; the start of the process is not counted."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def call(self, *arguments):
        # With one processor the runtime would put off compiling methods for good tenfold, beyond the warm-up.
        environment = dict(os.environ, DOTNET_PROCESSOR_COUNT="1", DOTNET_TC_DelaySingleProcMultiplier="1")
        return json.loads(subprocess.run([self.program, *arguments, "--json"], check=True, capture_output=True, text=True, env=environment).stdout)

    def save(self, name, rows):
        path = str(Path(self.folder) / f"{name}.npy")
        np.save(path, rows)
        return path

    def select(self, candidates, targets, options):
        files = self.save("candidates", candidates), self.save("targets", targets)

        def run(repeat, _):
            answer = self.call("select", "--candidates", files[0], "--targets", files[1], "--count", str(options.count), "--noise", str(options.noise), "--repeat", str(repeat))
            return answer["milliseconds"], answer["indices"]

        return run

    def search(self, rows, query, count):
        files = self.save("rows", rows), self.save("query", query)

        def run(repeat, _):
            return self.call("search", "--rows", files[0], "--query", files[1], "--count", str(count), "--repeat", str(repeat))

        return run


def activeft_run(activeft, faiss, torch, candidates, targets, options):
    """activeft as its users call it, over an index of just the candidates; the time is what it reports for its own part, without the search."""
    index = faiss.IndexFlatIP(candidates.shape[1])
    index.add(candidates)
    retriever = activeft.Retriever(index, llambda=options.noise, device=torch.device("cpu"))

    def run(repeat, seconds):
        reported = []

        def search():
            _, indices, _, took = retriever.search(targets, N=options.count, K=len(candidates))
            reported.append(1e3 * took.sift)
            return [int(i) for i in indices]

        times, picks = timed(search, repeat, seconds)
        return reported[-len(times) :], picks

    return run


def contenders(loci, libraries, candidates, targets, options):
    """What runs on this data: name -> function of repeat and seconds that gives milliseconds and picks."""
    torch = libraries["torch"]
    n, noise = options.count, options.noise

    def ours(function, *more, rows=candidates, aims=targets):
        return lambda repeat, seconds: timed(lambda: function(rows, aims, n, noise, *more), repeat, seconds)

    runs = {
        "Loci (float64)": loci.select(candidates, targets, options),
        "numpy, one column a pick (ours, float64)": ours(greedy.numpy_columns, np.float64),
        "numpy, one column a pick (ours, float32)": ours(greedy.numpy_columns, np.float32),
        "numpy, the reference's algorithm (ours, float32)": ours(greedy.numpy_whole, True),
        "numpy, the same without its copies (ours, float32)": ours(greedy.numpy_whole, False),
    }
    if torch:
        tensors = {"rows": torch.from_numpy(candidates), "aims": torch.from_numpy(targets)}
        runs["torch, the reference's algorithm (ours, float32)"] = ours(greedy.torch_whole, True, **tensors)
        runs["torch, the same without its copies (ours, float32)"] = ours(greedy.torch_whole, False, **tensors)
    if libraries["activeft.sift"] and libraries["faiss"]:
        runs["activeft (float32)"] = activeft_run(libraries["activeft.sift"], libraries["faiss"], torch, candidates, targets, options)
    return runs


def side_by_side(runs, options):
    """Rounds in which everyone has a turn, so that a busy moment of the machine meets all alike. Name -> (all milliseconds, picks)."""
    results = {name: ([], None) for name in runs}
    for _ in range(options.rounds):
        for name, run in runs.items():
            times, picks = run(options.repeat, options.seconds)
            results[name] = results[name][0] + times, picks
    return results


def table(results, left):
    """A Markdown table; ratios are to the first row's median."""
    base = statistics.median(next(iter(results.values()))[0])
    print("\n| what | median ms | fastest | runs | × Loci | left to know |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, (times, picks) in results.items():
        median = statistics.median(times)
        print(f"| {name} | {median:.3f} | {min(times):.3f} | {len(times)} | {median / base:.2f} | {left(picks):.6f} |")


def selections(loci, libraries, options):
    for size in options.candidates:
        rows = made_up(size + 1, options.dimensions, seed=size)
        candidates, targets = rows[:size], rows[size:]
        print(f"\nSelection: K = {size}, N = {options.count}, d = {options.dimensions}, λ = {options.noise}")
        results = side_by_side(contenders(loci, libraries, candidates, targets, options), options)
        table(results, lambda picks: greedy.objective(candidates, targets, picks, options.noise))


def searches(loci, faiss, options):
    """One exact search and the selection after it: the share that selection adds."""
    size = 200
    rows = made_up(options.rows + 1, options.dimensions, seed=1)
    rows, query = rows[:-1], rows[-1:]
    nearest = np.argsort(-np.abs(rows @ query[0]))[:size]
    select, search = loci.select(rows[nearest], query, options), loci.search(rows, query, size)
    runs = {"select": [], "faiss": [], "scan": [], "column": []}
    if faiss:
        faiss.omp_set_num_threads(1)
        index = faiss.IndexFlatIP(options.dimensions)
        index.add(rows)
    for _ in range(options.rounds):
        if faiss:
            runs["faiss"] += timed(lambda: index.search(query, size), options.repeat, options.seconds)[0]
        found = search(min(options.repeat, 15), None)
        runs["scan"] += found["scan"]
        runs["column"] += found["column"]
        runs["select"] += select(options.repeat, None)[0]
    share = statistics.median(runs["select"])
    print(f"\nSearch: the {size} nearest of {options.rows} × {options.dimensions}, exactly; then N = {options.count} of them selected in {share:.3f} ms (median)")
    print("\n| search | median ms | fastest | runs | selection adds |\n| --- | ---: | ---: | ---: | ---: |")
    names = {"faiss": "faiss IndexFlatIP (float32)", "scan": "Loci, row by row (float32)", "column": "Loci, a kernel column (float64)"}
    for key, name in names.items():
        if runs[key]:
            median = statistics.median(runs[key])
            print(f"| {name} | {median:.1f} | {min(runs[key]):.1f} | {len(runs[key])} | {100 * share / median:.1f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loci", default=str(LOCI), help="the benchmark program; default: the Release build of this repository")
    parser.add_argument("--candidates", type=int, nargs="+", default=[200, 1000, 5000], help="K, one or several")
    parser.add_argument("--count", type=int, default=50, help="N")
    parser.add_argument("--dimensions", type=int, default=1024, help="d")
    parser.add_argument("--noise", type=float, default=0.1, help="λ")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the search; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=5, help="turns that everyone has")
    parser.add_argument("--repeat", type=int, default=51, help="timed runs in a turn, at most")
    parser.add_argument("--seconds", type=float, default=5, help="seconds of timed runs in a turn, at most; Loci's own runs are not cut short")
    options = parser.parse_args()
    if not Path(options.loci).exists():
        sys.exit(f"{options.loci}: there is no such program. Build it first: dotnet build -c Release benchmarks/Loci.Benchmarks")
    libraries = {name: find(name) for name in ("torch", "faiss", "activeft.sift")}
    if libraries["torch"]:
        libraries["torch"].set_num_threads(1)
    versions = [f"{name} {module.__version__}" for name, module in libraries.items() if hasattr(module, "__version__")]
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {', '.join(versions)}; OPENBLAS_CORETYPE={os.environ.get('OPENBLAS_CORETYPE', '')}; one thread each")
    with tempfile.TemporaryDirectory() as folder:
        loci = Loci(options.loci, folder)
        floor = loci.call("floor")
        print(f"One core: {floor['gigaflops']:.1f} Gflop/s in float64, {floor['gigabytesPerSecond']:.1f} GB/s from memory")
        selections(loci, libraries, options)
        if options.rows:
            searches(loci, libraries["faiss"], options)


if __name__ == "__main__":
    main()
