#!/usr/bin/python3
"""One gradient step of a GPT-2-124M-shaped model of random weights: Loci in bfloat16 and float32 beside PyTorch and plain libtorch in float32, in turns, on the same threads.

apt-get install python3-torch libopenblas0-openmp; dotnet build -c Release; /usr/bin/python3 benchmarks/peers/step.py
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILT = os.path.join(ROOT, "artifacts", "bin")
LOCI = os.path.join(BUILT, "Loci.Cli", "release", "Loci.Cli.dll")
PLAIN = os.path.join(BUILT, "PlainStep", "release", "PlainStep.dll")
VOCABULARY, CONTEXT, WIDTH, LAYERS, HEADS, RANK = 50257, 1024, 768, 12, 12, 16


def torch_step(method, tokens, threads, steps):
    """Median seconds of a step, and the peak of memory in MB; run in a process of its own."""
    import resource

    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.set_num_threads(threads)
    torch.manual_seed(1)

    class Linear(nn.Module):
        """A linear map; under LoRA it is frozen, with an adapter beside it."""

        def __init__(self, inputs, outputs):
            super().__init__()
            self.plain = nn.Linear(inputs, outputs)
            nn.init.normal_(self.plain.weight, std=0.02)
            if method == "lora":
                self.plain.requires_grad_(False)
                self.a = nn.Parameter(torch.empty(RANK, inputs).uniform_(-inputs**-0.5, inputs**-0.5))
                self.b = nn.Parameter(torch.zeros(outputs, RANK))

        def forward(self, x):
            y = self.plain(x)
            return y if method == "full" else y + F.linear(F.linear(x, self.a), self.b)

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.before_attention, self.before_mlp = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            self.qkv, self.out = Linear(WIDTH, 3 * WIDTH), Linear(WIDTH, WIDTH)
            self.up, self.down = Linear(WIDTH, 4 * WIDTH), Linear(4 * WIDTH, WIDTH)

        def forward(self, x):
            batch, time_, _ = x.shape
            q, k, v = (part.view(batch, time_, HEADS, -1).transpose(1, 2) for part in self.qkv(self.before_attention(x)).split(WIDTH, 2))
            scores = (q @ k.transpose(2, 3)) * (WIDTH // HEADS) ** -0.5 + mask[:time_, :time_]
            x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, time_, WIDTH))
            return x + self.down(gelu(self.up(self.before_mlp(x))))

    def gelu(x):
        try:
            return F.gelu(x, approximate="tanh")
        except TypeError:
            return F.gelu(x)

    mask = torch.full((tokens, tokens), float("-inf")).triu(1)
    embedding, positions, blocks, last = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(CONTEXT, WIDTH), nn.ModuleList(Block() for _ in range(LAYERS)), nn.LayerNorm(WIDTH)
    model = nn.ModuleList([embedding, positions, blocks, last])
    nn.init.normal_(embedding.weight, std=0.02)
    if method == "lora":
        for name, parameter in model.named_parameters():
            if not name.endswith((".a", ".b")):
                parameter.requires_grad_(False)
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=1e-5, weight_decay=0)
    times = []
    for step in range(steps + 1):
        ids = torch.randint(VOCABULARY, (1, tokens + 1))
        started = time.perf_counter()
        x = embedding(ids[:, :-1]) + positions.weight[:tokens]
        for block in blocks:
            x = block(x)
        loss = F.cross_entropy(F.linear(last(x), embedding.weight).view(-1, VOCABULARY), ids[:, 1:].reshape(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        times.append(time.perf_counter() - started)
    return {"seconds": statistics.median(times[1:]), "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, "version": torch.__version__}


def loci_step(method, dtype, tokens, threads):
    command = ["dotnet", LOCI, "bench", "--only", "step", "--method", method, "--dtype", dtype, "--tokens", str(tokens), "--threads", str(threads), "--json"]
    answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    return {**answer["step"], "gemm_gflops": answer["gemm_gflops"]}


def plain_step(method, tokens, threads, steps):
    return json.loads(subprocess.run(["dotnet", PLAIN, method, str(tokens), str(threads), str(steps)], check=True, stdout=subprocess.PIPE).stdout)


def peer_step(method, tokens, threads, steps):
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    if "avx512" in open("/proc/cpuinfo").read():
        environment.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    command = [sys.executable, os.path.abspath(__file__), "--child", method, "--tokens", str(tokens), "--threads", str(threads), "--steps", str(steps)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)


def middle(rounds, key):
    return statistics.median(one[key] for one in rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="turns of each")
    parser.add_argument("--steps", type=int, default=3, help="timed steps of PyTorch in a turn")
    parser.add_argument("--tokens", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--methods", nargs="+", default=["lora", "full"])
    parser.add_argument("--child", choices=["lora", "full"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(torch_step(given.child, given.tokens, given.threads, given.steps)))
        return
    for method in given.methods:
        half, single, peer, plain = [], [], [], []
        for _ in range(given.rounds):
            half.append(loci_step(method, "bf16", given.tokens, given.threads))
            peer.append(peer_step(method, given.tokens, given.threads, given.steps))
            plain.append(plain_step(method, given.tokens, given.threads, given.steps))
            single.append(loci_step(method, "f32", given.tokens, given.threads))
        base = middle(half, "seconds")
        print(f"\n| {method}, 1 × {given.tokens} tokens, {given.threads} threads, median of {given.rounds} | seconds | × Loci bf16 | share of the products' peak | peak memory, MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for name, rounds in (("Loci, bf16", half), (f"PyTorch {peer[0]['version']}, float32, OpenBLAS", peer), (f"plain libtorch {plain[0]['version']}, float32, its own products (PlainStep)", plain), ("Loci, float32", single)):
            share = f"{100 * middle(rounds, 'share_of_peak'):.0f} % of {middle(rounds, 'gemm_gflops'):.0f} Gflop/s" if "share_of_peak" in rounds[0] else "–"
            print(f"| {name} | {middle(rounds, 'seconds'):.2f} | {middle(rounds, 'seconds') / base:.2f} | {share} | {middle(rounds, 'peak_megabytes'):.0f} |", flush=True)


if __name__ == "__main__":
    main()
