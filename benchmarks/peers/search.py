#!/usr/bin/python3
"""Exact search over dense rows: Loci in float32 and in int8 with re-ranking beside faiss IndexFlatIP and a plain read of the same bytes, in turns, on the same threads.

apt-get install python3-numpy python3-faiss libopenblas0-openmp; dotnet build -c Release benchmarks/Loci.Benchmarks; /usr/bin/python3 benchmarks/peers/search.py
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCI = ROOT / "artifacts/bin/Loci.Benchmarks/release/Loci.Benchmarks"

# What is waited for after a search must not take the processors from the next one's turn; the rest is read when the libraries are loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
if "avx512f" in (Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""):
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import faiss  # noqa: E402
import numpy as np  # noqa: E402

NAMES = {
    "read": "a plain read of the float32 rows",
    "faiss": "faiss IndexFlatIP, one query",
    "float": "Loci float32, one query",
    "compact": "Loci int8 and re-ranking, one query",
    "faiss batch": "faiss IndexFlatIP, {batch} queries",
    "float batch": "Loci float32, {batch} queries",
    "compact batch": "Loci int8 and re-ranking, {batch} queries",
}


def unit(random, rows, dimensions):
    values = random.standard_normal((rows, dimensions), dtype=np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


class Loci:
    """The benchmark program: one process that answers each name of a search with what it found and the milliseconds it took."""

    def __init__(self, program, folder, rows, queries, options):
        files = {name: str(Path(folder) / f"{name}.npy") for name in ("rows", "queries")}
        np.save(files["rows"], rows)
        np.save(files["queries"], queries)
        command = [program, "dense", "--file", files["rows"], "--queries", files["queries"], "--count", str(options.count), "--threads", str(options.threads), "--serve"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.quantising = json.loads(self.process.stdout.readline())["quantisingSeconds"]

    def run(self, name):
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def faiss_run(index, queries, count):
    """faiss ranks by q·x and Loci by |q·x|: both signs are half of the work more for faiss, and are not asked of it here."""
    began = time.perf_counter()
    _, rows = index.search(queries, count)
    return {"milliseconds": 1e3 * (time.perf_counter() - began), "rows": rows.tolist(), "reranked": 0}


def agree(turns, index, queries, count):
    """Whether Loci's rows are the best by |q·x| among those that faiss finds for q and −q, up to the last bits of float32."""
    scores, rows = (np.concatenate(pair, axis=1) for pair in zip(index.search(queries, count), index.search(-queries, count)))
    for name in ("float", "compact", "float batch", "compact batch"):
        for q, found in enumerate(turns[name][0]["rows"]):
            order = np.argsort(-scores[q], kind="stable")[:count]
            if len(set(found) ^ set(rows[q][order].tolist())) > 2:
                return False
    return all(turn["rows"] == turns[exact][0]["rows"] for exact, other in (("float", "compact"), ("float batch", "compact batch")) for turn in turns[exact] + turns[other])


def table(turns, options):
    medians = {name: statistics.median(turn["milliseconds"] for turn in list_) for name, list_ in turns.items()}
    print(f"\n| {options.rows} × {options.dimensions}, K = {options.count}, {options.threads} threads | median ms | fastest | GB/s of float32 rows | × faster than faiss | read exactly |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, list_ in turns.items():
        peer = medians["faiss batch" if "batch" in name else "faiss"]
        speed = 4e-6 * options.rows * options.dimensions / medians[name]
        ratio = "–" if name == "read" else f"{peer / medians[name]:.2f}"
        print(f"| {NAMES[name].format(batch=options.batch)} | {medians[name]:.1f} | {min(turn['milliseconds'] for turn in list_):.1f} | {speed:.1f} | {ratio} | {list_[0]['reranked']:.0f} |")
    shares = {name: statistics.median(read["milliseconds"] / turn["milliseconds"] for read, turn in zip(turns["read"], turns[name])) for name in ("float", "compact")}
    print(f"\nOf the bandwidth of a plain read in the turn before: float32 {100 * shares['float']:.0f} %. int8 is {medians['float'] / medians['compact']:.2f} times faster than float32.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loci", default=str(LOCI), help="the benchmark program; default: the Release build of this repository")
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--dimensions", type=int, default=768)
    parser.add_argument("--count", type=int, default=200, help="K")
    parser.add_argument("--batch", type=int, default=64, help="queries of a batch")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=9, help="turns of each; two more come first to warm up")
    options = parser.parse_args()
    if not Path(options.loci).exists():
        sys.exit(f"{options.loci}: there is no such program. Build it first: dotnet build -c Release benchmarks/Loci.Benchmarks")
    faiss.omp_set_num_threads(options.threads)
    random = np.random.default_rng(1)
    rows, queries = unit(random, options.rows, options.dimensions), unit(random, options.batch, options.dimensions)
    index = faiss.IndexFlatIP(options.dimensions)
    index.add(rows)
    print(f"faiss {faiss.__version__}, numpy {np.__version__}; OPENBLAS_CORETYPE={os.environ.get('OPENBLAS_CORETYPE', '')}; load average {os.getloadavg()[0]:.1f} before")
    turns = {name: [] for name in NAMES}
    with tempfile.TemporaryDirectory() as folder:
        loci = Loci(options.loci, folder, rows, queries, options)
        del rows
        for turn in range(-2, options.rounds):
            for name in NAMES:
                if name.startswith("faiss"):
                    took = faiss_run(index, queries if "batch" in name else queries[:1], options.count)
                else:
                    took = loci.run(name)
                turns[name] += [took] if turn >= 0 else []
        loci.close()
    table(turns, options)
    print(f"The rows are {'the same' if agree(turns, index, queries, options.count) else 'NOT THE SAME'} everywhere; they took {loci.quantising:.1f} s to become codes. Load average {os.getloadavg()[0]:.1f} after.")


if __name__ == "__main__":
    main()
