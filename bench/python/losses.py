"""PyTorch's side of `pnpm bench losses`: TRAPO's loss on flat tokens, its gradient by autograd and its metrics, eager.

Usage: losses.py float64|float32 FOLDER ALPHA RESPONSE_LENGTH. Requests and answers are those of src/peers/protocol.ts.
Masks and the advantage of each token are made once, before anything is timed.
"""

import json
import math
import platform
import sys
from array import array
from pathlib import Path

import torch

from engine import timed


class Peer:
    def __init__(self, precision: str, folder: Path, alpha: float, response_length: float) -> None:
        self.precision, self.alpha = precision, alpha
        self.offset = 1 - math.log(alpha)
        dtype = getattr(torch, precision)

        def floats(name: str) -> torch.Tensor:
            return torch.tensor(array("d", (folder / name).read_bytes()), dtype=torch.float64)

        offsets = floats("rowOffsets").long()
        lengths = offsets[1:] - offsets[:-1]
        self.log_prob = floats("logProb").to(dtype).requires_grad_()
        self.old_log_prob = floats("oldLogProb").to(dtype)
        self.advantages = torch.repeat_interleave(floats("advantages").to(dtype), lengths)
        self.prefix = torch.tensor(array("B", (folder / "prefixMask").read_bytes())).bool()
        self.divisor = len(lengths) * response_length
        self.prefixes = self.prefix.sum()
        self.completions = len(self.prefix) - self.prefixes

    def info(self, request: dict) -> dict:
        simd = torch.backends.cpu.get_cpu_capability()
        return {"about": f"{torch.__version__} eager, {self.precision}, {simd}; Python {platform.python_version()}"}

    def step(self) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """The loss, and the metrics that trapo's has beside it; the gradient is then in log_prob.grad."""
        self.log_prob.grad = None
        log_ratio = self.log_prob - self.old_log_prob
        policy = torch.where(self.prefix, 0.0, -self.advantages * torch.exp(log_ratio)).sum() / self.divisor
        p = torch.exp(self.log_prob)
        outside = p < self.alpha
        integrated = torch.where(outside, -p / self.alpha + self.offset, -self.log_prob)
        supervised = torch.where(self.prefix, integrated, 0.0).sum() / self.divisor
        loss = policy + supervised
        loss.backward()
        with torch.no_grad():
            drift = torch.where(self.prefix, 0.0, -log_ratio).sum() / self.completions
            expert = torch.where(self.prefix, p, 0.0).sum() / self.prefixes
            share = (outside & self.prefix).sum().to(p.dtype) / self.prefixes
        return loss, [policy, supervised, drift, expert, share]

    def check(self, request: dict) -> dict:
        """The loss, the gradient summed as it is, squared, and against its position, and the metrics."""
        loss, metrics = self.step()
        gradient = self.log_prob.grad.double()
        places = (torch.arange(len(gradient)) % 1000).double() / 1000
        sums = [gradient.sum(), gradient.square().sum(), (gradient * places).sum()]
        return {"losses": [value.item() for value in (loss, *sums, *metrics)], "greedy": None, "seconds": 0}

    def train(self, request: dict) -> dict:
        return timed(request, self.step)


def main() -> None:
    precision, folder, alpha, response_length = sys.argv[1:]
    peer = Peer(precision, Path(folder), float(alpha), float(response_length))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            torch.set_num_threads(request.get("threads", 1))
            answer = getattr(peer, request["cmd"])(request)
        except Exception as error:  # the bench says it in the table, and goes on without
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
