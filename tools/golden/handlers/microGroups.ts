/**
 * micro_groups.json: whole batches through the authors' micro-groups. Levels, prefixes, rows with their masks and
 * advantages, all from the rewards and completions the case gives.
 */
import { drGrpo, grpo } from '../../../packages/losses/src/index.ts';
import {
  adaptive,
  assembleRow,
  authorsCode,
  expertAnswer,
  type MicroGroup,
  nextMicroGroups,
  prefixEnd,
  responseMask,
} from '../../../packages/prefix-select/src/index.ts';
import { type Check, check } from '../golden.ts';

interface Case {
  inputs: {
    prompts: { hint0: number[]; hint1: number[]; rewards: number[][]; completions: number[][][] }[];
    eos: number;
    pad: number;
    paragraph_break_ids: number[];
    response_length: number;
  };
  outputs: {
    levels: number[];
    total_after_group4: number;
    rows: ExpectedRow[];
    advantage_per_row: number[];
    advantage_per_row_std: number[];
  }[];
}

interface ExpectedRow {
  group: number;
  level: number;
  prefix_end: number;
  n_prefix_tokens: number;
  response: number[];
  response_mask: number[];
  prefix_mask: number[];
  off_loss_mask: number[];
  reward: number;
}

export function microGroupsHandler(golden: unknown): Check[] {
  const { inputs, outputs } = golden as Case;
  const levels: number[][] = inputs.prompts.map(() => []);
  const rows: ExpectedRow[][] = inputs.prompts.map(() => []);

  const policy = adaptive(authorsCode);
  let state = policy.start(inputs.prompts.map(() => ({ experts: 2 })));
  for (let next = nextMicroGroups(state); next.length > 0; next = nextMicroGroups(state)) {
    for (const group of next) {
      levels[group.prompt]!.push(group.level);
      rows[group.prompt]!.push(...sample(inputs, group));
    }
    state = policy.observe(
      state,
      next.map(({ prompt, group }) => ({ prompt, group, rewards: inputs.prompts[prompt]!.rewards[group]! })),
    );
  }

  return outputs.flatMap((expected, prompt) => {
    const rewards = state.prompts[prompt]!.observed.flatMap(observed => observed.rewards);
    const oneGroup = rewards.map(() => prompt);
    const ours = rows[prompt]!;
    const of = (what: string) => `prompt ${prompt} ${what}`;
    return [
      check(of('levels'), expected.levels, levels[prompt]!, 0),
      check(
        of('total'),
        expected.total_after_group4,
        rewards.reduce((sum, reward) => sum + reward, 0),
      ),
      ...expected.rows.flatMap((row, i) =>
        (Object.keys(row) as (keyof ExpectedRow)[]).map(key =>
          check(of(`row ${i} ${key}`), row[key], ours[i]![key], 0),
        ),
      ),
      check(of('number of rows'), expected.rows.length, ours.length, 0),
      check(of('advantages'), expected.advantage_per_row, Array.from(drGrpo(rewards, oneGroup))),
      check(of('advantages with std'), expected.advantage_per_row_std, Array.from(grpo(rewards, oneGroup))),
    ];
  });
}

function sample(inputs: Case['inputs'], asked: MicroGroup): ExpectedRow[] {
  const prompt = inputs.prompts[asked.prompt]!;
  const answer = expertAnswer([prompt.hint0, prompt.hint1][asked.expert]!, inputs.eos);
  const end = prefixEnd(answer, asked.ratio, authorsCode.snap, new Set(inputs.paragraph_break_ids));
  return asked.sft.map((sft, i) => {
    const row = assembleRow({
      prefix: answer.subarray(0, end),
      completion: asked.expertOnly ? [] : prompt.completions[asked.group]![i]!,
      responseLength: inputs.response_length,
      eos: [inputs.eos],
      sft,
    });
    const pad = (values: ArrayLike<number>, filler: number) =>
      Array.from({ length: inputs.response_length }, (_, t) => values[t] ?? filler);
    const response = pad(row.tokens, inputs.pad);
    return {
      group: asked.group + 1,
      level: asked.level,
      prefix_end: end,
      n_prefix_tokens: row.prefixMask.reduce((sum, given) => sum + given, 0),
      response,
      // the authors mask the padded row, so a row without end of sequence counts its padding too
      response_mask: Array.from(responseMask(response, [inputs.eos])),
      prefix_mask: pad(row.prefixMask, 0),
      off_loss_mask: pad(row.sftMask, 0),
      reward: prompt.rewards[asked.group]![i]!,
    };
  });
}
