"""PyTorch's side of `pnpm bench engine`: the same decoder, as one would write it for speed on a CPU.

Usage: engine.py [--compile] [FOLDER], where FOLDER holds settings.json, weights.safetensors, tokens.i32 and prompts.i32;
only matrix products go without one. Each line on stdin is a request in JSON, each line on stdout its answer; the
requests are those of src/peers/protocol.ts.
"""

import json
import platform
import sys
import time
from pathlib import Path

import torch

from decoding import Decoding
from products import Product
from training import Training


class Peer:
    def __init__(self, folder: Path | None, compiled: bool) -> None:
        self.compiled = compiled
        self.training = Training(folder, compiled) if folder else None
        decodes = folder and not compiled and "decoding" in self.training.settings
        self.decoding = Decoding(folder, self.training.settings) if decodes else None

    def info(self, request: dict) -> dict:
        simd = torch.backends.cpu.get_cpu_capability()
        how = "compiled by Inductor" if self.compiled else "eager"
        return {"about": f"{torch.__version__} {how}, {simd}; Python {platform.python_version()}"}

    def check(self, request: dict) -> dict:
        """Losses around a few updates, then greedy completions of the updated model."""
        begin = time.perf_counter()
        losses = self.training.losses()
        seconds = time.perf_counter() - begin
        rows = self.training.settings["check"]["greedyRows"]
        greedy = self.decoding.rollout(self.training.model, rows, 0).tolist() if self.decoding else None
        return {"losses": losses, "greedy": greedy, "seconds": seconds}

    def train(self, request: dict) -> dict:
        return timed(request, self.training.step)

    def decode(self, request: dict) -> dict:
        rows, temperature = request["rows"], self.training.settings["decoding"]["temperature"]
        return timed(request, lambda: self.decoding.rollout(self.training.model, rows, temperature))

    def gemm(self, request: dict) -> dict:
        product = Product(*(request[name] for name in ("form", "m", "k", "n")))
        values = product.at(request["places"])
        return {**timed(request, lambda: product.run(request["products"])), "values": values}


def timed(request: dict, work) -> dict:
    """Milliseconds of each run after those that warm up."""
    milliseconds = []
    for _ in range(request["warmups"] + request["repeats"]):
        begin = time.perf_counter()
        work()
        milliseconds.append(1000 * (time.perf_counter() - begin))
    return {"ms": milliseconds[request["warmups"] :]}


def main() -> None:
    arguments = sys.argv[1:]
    compiled = "--compile" in arguments
    folder = next((Path(argument) for argument in arguments if not argument.startswith("--")), None)
    torch.manual_seed(0)
    peer = Peer(folder, compiled)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            torch.set_num_threads(request.get("threads", 1))
            answer = getattr(peer, request["cmd"])(request)
        except Exception as error:  # the bench says it in the table, and goes on without
            answer = {"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
