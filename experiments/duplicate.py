#!/usr/bin/env python3
"""Copies a share of documents (JSON Lines on standard input) several times, each copy with a few words changed: a memory with near-duplicates, as crawled text has them."""
import argparse, json, random, sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--share", type=float, default=0.3, help="share of the documents that is copied [0.3]")
parser.add_argument("--copies", type=int, default=10, help="copies of each [10]")
parser.add_argument("--edits", type=int, default=2, help="words changed in each copy for each 100 [2]")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
random.seed(options.seed)
words = "time people water system value place number result work part".split()
for line in sys.stdin:
    sys.stdout.write(line)
    if random.random() >= options.share:
        continue
    document = json.loads(line)
    parts = document["text"].split(" ")
    for _ in range(options.copies):
        copy = list(parts)
        for _ in range(max(2, options.edits * len(copy) // 100)):
            copy[random.randrange(len(copy))] = random.choice(words)
        sys.stdout.write(json.dumps({**document, "text": " ".join(copy)}) + "\n")
