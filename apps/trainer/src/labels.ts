/** Names as papers print them. */
const labels: Readonly<Record<string, string>> = {
  base: 'base',
  sft: 'SFT',
  grpo: 'GRPO',
  'sft-then-rl': 'SFT-then-RL',
  luffy: 'LUFFY',
  'plain-sft-prefix': 'plain SFT on prefix',
  trapo: 'TRAPO',
};

export const labelOf = (name: string): string => labels[name] ?? name;
