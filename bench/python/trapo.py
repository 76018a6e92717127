"""PyTorch's side of `pnpm bench trainer`: TRAPO steps of the miniature, as one would write them for speed on a CPU.

Usage: trapo.py FOLDER, where FOLDER holds settings.json, model.safetensors and problems.json. Each line on stdin is a
request in JSON, each line on stdout its answer; the requests are those of src/peers/protocol.ts.
"""

import json
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from decoder import Cache, Decoder
from decoding import sample
from material import read_safetensors, read_settings


@dataclass
class Row:
    problem: int
    prompt: list[int]
    response: list[int]
    prefix: int
    trained: bool
    reward: float


class Trapo:
    """Micro-groups, Dr.GRPO advantages, policy gradient on completions, TrSFT on chosen prefixes, AdamW."""

    def __init__(self, folder: Path) -> None:
        self.settings = read_settings(folder)
        self.problems = json.loads((folder / "problems.json").read_text())
        self.weights = read_safetensors(folder / "model.safetensors")
        self.breaks = set(self.settings["breakTokens"])
        self.reset()

    def reset(self) -> None:
        optimizer = self.settings["update"]
        self.model = Decoder(self.settings["model"], {name: w.clone() for name, w in self.weights.items()})
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(),
            lr=optimizer["learningRate"],
            betas=(optimizer["beta1"], optimizer["beta2"]),
            eps=1e-8,
            weight_decay=optimizer["weightDecay"],
            fused=True,
        )
        self.done = 0

    def step(self, temperature: float = 1.0) -> dict:
        count = self.settings["problemsPerStep"]
        batch = [self.problems[(self.done * count + i) % len(self.problems)] for i in range(count)]
        self.done += 1
        rows = self.rollouts(batch, temperature)
        return {"rows": len(rows), "reward": sum(row.reward for row in rows) / len(rows), **self.update(rows)}

    def rollouts(self, batch: list[dict], temperature: float) -> list[Row]:
        plan, rows = self.settings["plan"], []
        totals = [0.0] * len(batch)
        for group, size in enumerate(plan["sizes"]):
            planned = []
            for index, problem in enumerate(batch):
                guided = group > 0 and totals[index] < plan["thresholds"][group]
                prefix: list[int] = []
                if guided:
                    expert = problem["experts"][min(plan["experts"][group], len(problem["experts"]) - 1)]
                    prefix = expert[: self.prefix_end(expert, plan["ratios"][group])]
                # the last row of a guided micro-group carries the supervised loss
                planned += [(index, prefix, guided and i == size - 1) for i in range(size)]
            whole = plan["ratios"][group] == 1
            sampled = [i for i, (_, prefix, _) in enumerate(planned) if not (whole and prefix)]
            completions: list[list[int]] = [[] for _ in planned]
            texts = self.generate([batch[planned[i][0]]["prompt"] + planned[i][1] for i in sampled], temperature)
            for i, text in zip(sampled, texts):
                completions[i] = text
            for (index, prefix, trained), completion in zip(planned, completions):
                response = (prefix + completion)[: self.settings["responseLength"]]
                reward = self.verify(response, batch[index]["gold"])
                totals[index] += reward
                given = min(len(prefix), len(response))
                rows.append(Row(index, batch[index]["prompt"], response, given, trained, reward))
        return rows

    def prefix_end(self, expert: list[int], ratio: float) -> int:
        if ratio == 1:
            return len(expert)
        cut = int(len(expert) * ratio)
        for i in range(cut + 1, len(expert)):
            if expert[i] in self.breaks:
                return i + 1 if i < len(expert) * (ratio + self.settings["plan"]["snap"]["slack"]) else cut
        return cut

    def verify(self, response: list[int], gold: str) -> float:
        end = self.settings["eos"]
        shown = response[: response.index(end)] if end in response else response
        text = "".join(self.settings["tokens"][token] for token in shown)
        begin = text.rfind("[")
        return float(text.endswith("]") and begin >= 0 and text[begin + 1 : -1] == gold)

    @torch.inference_mode()
    def generate(self, prompts: list[list[int]], temperature: float) -> list[list[int]]:
        """Completions, rows side by side: prompts are padded on the left so that all decode in one column."""
        if not prompts:
            return []
        new, end = self.settings["responseLength"], self.settings["eos"]
        longest = max(map(len, prompts))
        padding = torch.tensor([longest - len(prompt) for prompt in prompts])
        ids = torch.tensor([[0] * (longest - len(prompt)) + prompt for prompt in prompts])
        room = min(longest + new, self.settings["model"]["max_position_embeddings"])
        cache = Cache(self.settings["model"], len(prompts), room)
        seen = torch.arange(room) >= padding[:, None]
        column = torch.arange(longest)
        # a padded position attends to itself, so that no row of the softmax is empty
        mask = (seen[:, None, :longest] & (column[:, None] >= column)) | (column[:, None] == column)
        logits = self.model(ids, cache, 0, (column - padding[:, None]).clamp(min=0), mask[:, None])[:, -1]
        tokens, finished = [], torch.zeros(len(prompts), dtype=torch.bool)
        for at in range(longest, room):
            ids = sample(logits, temperature)
            tokens.append(ids)
            finished |= ids[:, 0] == end
            if bool(finished.all()) or at + 1 == room:
                break
            mask = seen[:, None, None, : at + 1]
            logits = self.model(ids, cache, at, (at - padding)[:, None], mask)[:, -1]
        out = []
        for completion in torch.cat(tokens, dim=1).tolist():
            out.append(completion[: completion.index(end) + 1] if end in completion else completion)
        return out

    def update(self, rows: list[Row]) -> dict:
        settings, update = self.settings, self.settings["update"]
        groups: dict[int, list[float]] = {}
        for row in rows:
            groups.setdefault(row.problem, []).append(row.reward)
        means = {problem: sum(rewards) / len(rewards) for problem, rewards in groups.items()}
        total = sum(len(row.response) for row in rows)
        self.optimizer.zero_grad(set_to_none=True)
        loss = 0.0
        ordered = sorted(rows, key=lambda row: len(row.prompt) + len(row.response))
        for begin in range(0, len(ordered), settings["rowsPerBatch"]):
            part = ordered[begin : begin + settings["rowsPerBatch"]]
            value = self.loss(part, means, len(rows), total)
            value.backward()
            loss += value.item()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), update["clipNorm"])
        self.optimizer.step()
        return {"loss": loss, "gradientNorm": norm.item(), "tokens": total}

    def loss(self, rows: list[Row], means: dict[int, float], count: int, total: int) -> Tensor:
        longest = max(len(row.prompt) + len(row.response) for row in rows)
        ids = torch.tensor([(row.prompt + row.response + [0] * longest)[:longest] for row in rows])
        columns = torch.arange(1, longest)
        start = torch.tensor([[len(row.prompt)] for row in rows])
        length = torch.tensor([[len(row.response)] for row in rows])
        prefix = torch.tensor([[row.prefix] for row in rows])
        response = (columns >= start) & (columns < start + length)
        given = response & (columns < start + prefix)
        trained = given & torch.tensor([[row.trained] for row in rows])
        advantage = torch.tensor([[row.reward - means[row.problem]] for row in rows])

        log_probs = self.model(ids)[:, :-1].log_softmax(dim=-1)
        log_prob = log_probs.gather(-1, ids[:, 1:, None]).squeeze(-1)
        entropy = -(log_probs.exp() * log_probs).sum(dim=-1)
        policy = -advantage * (log_prob - log_prob.detach()).exp() * (response & ~given)
        alpha, p = self.settings["alpha"], log_prob.exp()
        outside = -p / alpha + 1 - torch.log(torch.tensor(alpha))
        supervised = torch.where(p >= alpha, -log_prob, outside) * trained
        bonus = self.settings["entropyCoefficient"] * (entropy * response).sum() / total
        return (policy + supervised).sum() / (count * self.settings["lossLength"]) - bonus


class Peer:
    def __init__(self, folder: Path) -> None:
        self.trapo = Trapo(folder)

    def info(self, request: dict) -> dict:
        simd = torch.backends.cpu.get_cpu_capability()
        return {"about": f"{torch.__version__} eager, {simd}; Python {platform.python_version()}"}

    def greedy(self, request: dict) -> dict:
        """A few steps that take the most likely token: nothing in them is random, so every side must report the same."""
        steps = [self.trapo.step(temperature=0) for _ in range(request["steps"])]
        self.trapo.reset()
        return {"steps": steps}

    def train(self, request: dict) -> dict:
        milliseconds = []
        for _ in range(request["warmups"] + request["repeats"]):
            begin = time.perf_counter()
            self.trapo.step()
            milliseconds.append(1000 * (time.perf_counter() - begin))
        return {"ms": milliseconds[request["warmups"] :]}


def main() -> None:
    torch.manual_seed(0)
    peer = Peer(Path(sys.argv[1]))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            torch.set_num_threads(request.get("threads", 1))
            answer = getattr(peer, request["cmd"])(request)
        except Exception as error:  # the bench says it in the table, and goes on without
            answer = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
