"""PyTorch's side of `pnpm bench losses`: TRAPO's loss on flat tokens and its gradient by autograd, eager.

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

    def info(self, request: dict) -> dict:
        simd = torch.backends.cpu.get_cpu_capability()
        return {"about": f"{torch.__version__} eager, {self.precision}, {simd}; Python {platform.python_version()}"}

    def step(self) -> torch.Tensor:
        self.log_prob.grad = None
        policy = -self.advantages * torch.exp(self.log_prob - self.old_log_prob)
        p = torch.exp(self.log_prob)
        supervised = torch.where(p < self.alpha, -p / self.alpha + self.offset, -self.log_prob)
        loss = torch.where(self.prefix, supervised, policy).sum() / self.divisor
        loss.backward()
        return loss

    def check(self, request: dict) -> dict:
        """The loss, and the gradient summed as it is, squared, and against its position."""
        loss = self.step().item()
        gradient = self.log_prob.grad.double()
        places = (torch.arange(len(gradient)) % 1000).double() / 1000
        sums = [gradient.sum().item(), gradient.square().sum().item(), (gradient * places).sum().item()]
        return {"losses": [loss, *sums], "greedy": None, "seconds": 0}

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
