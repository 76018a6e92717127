"""TRL's side of `pnpm bench trainer`: GRPO steps of its GRPOTrainer on the CPU, on the same model and problems.

Usage: trl_grpo.py FOLDER, where FOLDER is a model's folder as the Hub has it, with settings.json and rows.json beside.
"""

import json
import logging
import os
import platform
import sys
import time
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import torch
import transformers
import trl
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

# stdout is for answers alone
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Clock(TrainerCallback):
    """When each step ended."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def on_train_begin(self, args, state, control, **kwargs):
        self.ends = [time.perf_counter()]

    def on_step_end(self, args, state, control, **kwargs):
        self.ends.append(time.perf_counter())


def reward(completions: list[str], gold: list[str], **kwargs) -> list[float]:
    def right(text: str, answer: str) -> bool:
        begin = text.rfind("[")
        return text.endswith("]") and begin >= 0 and text[begin + 1 : -1] == answer

    return [float(right(text, answer)) for text, answer in zip(completions, gold)]


class Peer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = json.loads((folder / "settings.json").read_text())
        rows = json.loads((folder / "rows.json").read_text())
        self.data = Dataset.from_list([{"prompt": row["prompt"], "gold": row["gold"]} for row in rows])

    def info(self, request: dict) -> dict:
        versions = f"{trl.__version__}, transformers {transformers.__version__}, PyTorch {torch.__version__}"
        return {"about": f"{versions}; Python {platform.python_version()}"}

    def train(self, request: dict) -> dict:
        settings, update = self.settings, self.settings["update"]
        group = settings["plan"]["groupSize"]
        warmups, repeats = request["warmups"], request["repeats"]
        config = GRPOConfig(
            output_dir=str(self.folder / "trl"),
            use_cpu=True,
            bf16=False,
            per_device_train_batch_size=settings["problemsPerStep"] * group,
            num_generations=group,
            max_completion_length=settings["responseLength"],
            temperature=1.0,
            beta=0.0,
            loss_type="dr_grpo",
            scale_rewards="none",
            learning_rate=update["learningRate"],
            adam_beta1=update["beta1"],
            adam_beta2=update["beta2"],
            weight_decay=update["weightDecay"],
            max_grad_norm=update["clipNorm"],
            gradient_checkpointing=False,
            max_steps=warmups + repeats,
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
        )
        clock = Clock()
        tokenizer = AutoTokenizer.from_pretrained(self.folder, padding_side="left")
        trainer = GRPOTrainer(
            model=AutoModelForCausalLM.from_pretrained(self.folder, dtype=torch.float32),
            reward_funcs=reward,
            args=config,
            train_dataset=self.data,
            processing_class=tokenizer,
            callbacks=[clock],
        )
        trainer.train()
        steps = [1000 * (end - begin) for begin, end in zip(clock.ends, clock.ends[1:])]
        return {"ms": steps[warmups:]}


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
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
