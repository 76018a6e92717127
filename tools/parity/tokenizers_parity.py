"""Small tokenizers trained by Python's tokenizers, and what it makes of 10,000 strings; chats rendered by transformers.

make FOLDER [SEED]   of each case tokenizer.json, tokenizer_config.json and expected.u16: for every string a 16-bit hash of its ids, of
              the text that they decode to, of what they decode to backwards, special tokens left out, and of a chat in which
              it is asked and the string after it answers; then chats.json.
              The strings are drawn from pieces.json, which lies in FOLDER, as packages/models/src/testing/strings.ts draws them.
show FOLDER SEED CASE I [...]   ids and texts of single strings, to look at where something differs
"""

import json
import struct
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

COUNT = 10_000
MASK = 0xFFFFFFFF


# --- the strings ---


def mix(h: int) -> int:
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & MASK
    h = ((h ^ (h >> 16)) + 0x6D2B79F5) & MASK
    h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & MASK
    h = ((h ^ (h >> 12)) * 0x297A2D39) & MASK
    return h ^ (h >> 15)


def draw(seed: int, stream: int, index: int, end: int) -> int:
    """`hash` of packages/models/src/random.ts, in [0, end)."""
    h = mix(seed ^ 0x9E3779B9)
    h = mix(h ^ ((stream * 0x85EBCA6B) & MASK))
    return mix(h ^ ((index * 0xC2B2AE35) & MASK)) % end


def string(pieces: dict, seed: int, i: int) -> str:
    """One to twelve pieces: texts of a kind, or characters of a range."""
    kinds = len(pieces["texts"]) + len(pieces["ranges"])
    parts = []
    for p in range(1 + draw(seed, i, 0, 12)):
        kind = draw(seed, i, 2 * p + 1, kinds)
        which = draw(seed, i, 2 * p + 2, 1 << 30)
        if kind < len(pieces["texts"]):
            texts = pieces["texts"][kind]
            parts.append(texts[which % len(texts)])
        else:
            low, high = pieces["ranges"][kind - len(pieces["texts"])]
            parts.append(chr(low + which % (high - low + 1)))
    return "".join(parts)


def digest(numbers) -> int:
    h = 0x811C9DC5
    for number in numbers:
        h = ((h ^ number) * 0x01000193) & MASK
    return (h >> 16) ^ (h & 0xFFFF)


# --- the tokenizers ---

GPT2 = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
QWEN = r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
LLAMA3 = r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHATML = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
QWEN_CHAT = """{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = message.content.split('</think>')[-1].lstrip('\\n') %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if tools %}
    {%- for tool in tools %}
        {{- tool | tojson }}
    {%- endfor %}
{%- endif %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""
LLAMA_CHAT = """{{- bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" + system_message + "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""
MISTRAL_CHAT = """{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}\
{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}\
{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}\
{{ message['content'] + eos_token }}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"""


def byte_level(pattern: str | None, special: list[str], before=(), normalizer=None) -> tuple[Tokenizer, trainers.BpeTrainer]:
    tokenizer = Tokenizer(models.BPE())
    if normalizer:
        tokenizer.normalizer = normalizer
    split = [pre_tokenizers.Split(Regex(pattern), "isolated")] if pattern else []
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [*before, *split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not pattern)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    return tokenizer, trainers.BpeTrainer(vocab_size=700, special_tokens=special, initial_alphabet=sorted(alphabet), show_progress=False)


def gpt2() -> tuple[Tokenizer, trainers.BpeTrainer, dict]:
    return *byte_level(None, SPECIAL), {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", "chat_template": CHATML}


def smollm2() -> tuple[Tokenizer, trainers.BpeTrainer, dict]:
    before = [pre_tokenizers.Digits(individual_digits=True)]
    return *byte_level(None, SPECIAL, before), {
        "bos_token": "<|im_start|>",
        "eos_token": "<|im_end|>",
        "pad_token": "<|im_end|>",
        "chat_template": CHATML,
    }


def qwen() -> tuple[Tokenizer, trainers.BpeTrainer, dict]:
    return *byte_level(QWEN, SPECIAL, normalizer=normalizers.NFC()), {
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "chat_template": QWEN_CHAT,
    }


def llama3() -> tuple[Tokenizer, trainers.BpeTrainer, dict]:
    special = ["<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>", "<|finetune_right_pad_id|>"]
    return *byte_level(LLAMA3, special), {
        "bos_token": "<|begin_of_text|>",
        "eos_token": "<|eot_id|>",
        "chat_template": LLAMA_CHAT,
    }


def mistral() -> tuple[Tokenizer, trainers.BpeTrainer, dict]:
    """As tokenizers of SentencePiece come out: blanks as ▁, unknown characters as bytes."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(content=" ", left=1)]
    )
    special = ["<unk>", "<s>", "</s>", *[f"<0x{byte:02X}>" for byte in range(256)]]
    trainer = trainers.BpeTrainer(vocab_size=900, special_tokens=special, limit_alphabet=120, show_progress=False)
    return tokenizer, trainer, {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "chat_template": MISTRAL_CHAT,
    }


CASES = {"gpt2": gpt2, "smollm2": smollm2, "qwen": qwen, "llama3": llama3, "mistral": mistral}

PROSE = """The sum of two numbers is greater than either of them. Let x and y be numbers with x + y = 12; then x^2 + y^2 is at least 72.
Please reason step by step, and put your final answer within \\boxed{}. We've seen that it isn't so: they're wrong, and I'll say why.
def add(a, b):\n    return a + b\n\nfor i in range(10):\n    print(i, add(i, 1))\n
今日は天気がいいですね。你好，世界。한국어 문장입니다. Привет, мир. Où est l'été? 😀🎉 1, 22, 333, 4444.
"""


def finish(name: str, folder: Path, pieces: dict, seed: int) -> None:
    tokenizer, trainer, config = CASES[name]()
    # the blanks of prose, so that words with one before them are learnt
    if name == "mistral":
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("▁?[^▁]+"), "isolated")
    texts = [PROSE] * 20 + [string(pieces, seed + 1, i) for i in range(2000)]
    tokenizer.train_from_iterator(texts, trainer)
    if name == "mistral":
        tokenizer.pre_tokenizer = None
        # what bytes are spelled as is no special token
        data = json.loads(tokenizer.to_str())
        data["added_tokens"] = [token for token in data["added_tokens"] if not token["content"].startswith("<0x")]
        tokenizer = Tokenizer.from_str(json.dumps(data))
    bos = config.get("bos_token")
    if name in ("llama3", "mistral"):
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))]
        )
    # one that decoding keeps, and one that blanks around it belong to
    tokenizer.add_tokens([AddedToken("<think>", normalized=False), AddedToken("</think>", rstrip=True, normalized=False)])
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": False, **config}
    (target / "tokenizer_config.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n")


def results(tokenizer: Tokenizer, text: str) -> tuple[list[int], str, str]:
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    backwards = tokenizer.decode(ids[::-1], skip_special_tokens=True)
    return ids, tokenizer.decode(ids, skip_special_tokens=False), backwards


CHATS = [
    {"messages": [{"role": "user", "content": "What is 1 + 1?"}], "add_generation_prompt": True},
    {
        "messages": [
            {"role": "system", "content": " Be brief. "},
            {"role": "user", "content": "  漢字\n😀 <|im_end|>"},
            {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes."},
            {"role": "user", "content": "{{ not a template }} {% nor this %}"},
        ],
        "add_generation_prompt": True,
    },
    {
        "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}],
        "add_generation_prompt": False,
    },
    {
        "messages": [{"role": "user", "content": "é & <b>"}],
        "add_generation_prompt": True,
        "enable_thinking": False,
        "tools": [{"type": "function", "function": {"name": "f", "note": "ü \"quoted\" <>&'", "n": [1, 2.5, True, None]}}],
    },
]


def chats(folder: Path) -> list[dict]:
    rendered = []
    for name in CASES:
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder / name)
        for chat in CHATS:
            variables = {key: value for key, value in chat.items() if key != "messages"}
            try:
                text = tokenizer.apply_chat_template(chat["messages"], tokenize=False, **variables)
                rendered.append({"case": name, **chat, "text": text})
            except Exception as error:
                rendered.append({"case": name, **chat, "error": str(error)})
    return rendered


def main() -> None:
    command, folder = sys.argv[1], Path(sys.argv[2])
    pieces = json.loads((folder / "pieces.json").read_text())
    if command == "show":
        seed = int(sys.argv[3])
        tokenizer = Tokenizer.from_file(str(folder / sys.argv[4] / "tokenizer.json"))
        for i in map(int, sys.argv[5:]):
            text = string(pieces, seed, i)
            print(json.dumps([text, *results(tokenizer, text)]))
        return
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    for name in CASES:
        finish(name, folder, pieces, seed)
        tokenizer = Tokenizer.from_file(str(folder / name / "tokenizer.json"))
        chatting = PreTrainedTokenizerFast.from_pretrained(folder / name)
        numbers = []
        for i in range(COUNT):
            ids, text, backwards = results(tokenizer, string(pieces, seed, i))
            messages = [
                {"role": "user", "content": string(pieces, seed, i)},
                {"role": "assistant", "content": string(pieces, seed, (i + 1) % COUNT)},
            ]
            chat = chatting.apply_chat_template(messages, tokenize=False)
            numbers += [digest(ids), *(digest(map(ord, each)) for each in (text, backwards, chat))]
        (folder / name / "expected.u16").write_bytes(struct.pack(f"<{len(numbers)}H", *numbers))
    (folder / "chats.json").write_text(json.dumps(chats(folder), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
