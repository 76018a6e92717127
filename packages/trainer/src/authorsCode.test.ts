// A step with a scripted policy and verifier against numbers from running TRAPO's own code: its micro-groups from rewards
// to rows, masks and advantages, and its loss with the gradient that the policy is handed.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { preset } from '@trapo/losses';
import type { Objective, RowStats, SampleRequest } from '@trapo/models';
import { authorsCode } from '@trapo/prefix-select';
import type { Verifier } from '@trapo/verifiers';
import { describe, expect, test } from 'vitest';
import type { Problem } from './data/index.ts';
import type { Method } from './method.ts';
import { methodNamed } from './methods/index.ts';
import type { Policy } from './policy.ts';
import type { TrainingRow } from './rollouts/trainingRow.ts';
import { type StepResult, trainStep } from './step.ts';
import type { StepContext } from './stepContext.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/golden');
const read = <Case>(name: string): Case[] => JSON.parse(readFileSync(resolve(folder, name), 'utf8')).cases;
const update = { learningRate: 0 };
/** Relative where numbers are large: one case has a loss of 1e18. */
const distance = (a: number, b: number) => Math.abs(a - b) / Math.max(1, Math.abs(b));

if (!existsSync(folder))
  console.warn(`${folder} is absent: steps are not compared with the authors' code here`);
describe.skipIf(!existsSync(folder))("a step equals the authors' code", () => {
  interface Groups {
    readonly name: string;
    readonly inputs: {
      readonly prompts: readonly {
        readonly hint0: number[];
        readonly hint1: number[];
        readonly rewards: number[][];
        readonly completions: number[][][];
      }[];
      readonly eos: number;
      readonly paragraph_break_ids: number[];
      readonly response_length: number;
    };
    readonly outputs: readonly { readonly rows: ExpectedRow[]; readonly advantage_per_row: number[] }[];
  }
  interface ExpectedRow {
    readonly level: number;
    readonly response: number[];
    readonly prefix_mask: number[];
    readonly off_loss_mask: number[];
    readonly reward: number;
  }

  test('from rewards to rows, masks and advantages', async () => {
    for (const { name, inputs, outputs } of read<Groups>('micro_groups.json')) {
      const { rows } = await scriptedStep(inputs);
      outputs.forEach((expected, prompt) => {
        const ours = rows.filter(({ row }) => row.group === prompt);
        expect(ours, name).toHaveLength(expected.rows.length);
        expected.rows.forEach((authors, i) => {
          const { row, reward, advantage } = ours[i]!;
          const { tokens, prefixMask, sftMask } = row.response;
          const unpadded = (values: number[]) => values.slice(0, tokens.length);
          expect([...tokens], name).toEqual(unpadded(authors.response));
          expect([...prefixMask], name).toEqual(unpadded(authors.prefix_mask));
          expect([...sftMask], name).toEqual(unpadded(authors.off_loss_mask));
          expect([row.level, reward], name).toEqual([authors.level, authors.reward]);
          expect(advantage, name).toBeCloseTo(expected.advantage_per_row[i]!, 12);
        });
      });
    }
  });

  interface Loss {
    readonly name: string;
    readonly inputs: Readonly<
      Record<
        'old_log_prob' | 'log_prob' | 'advantages' | 'eos_mask' | 'prefix_mask' | 'off_loss_mask',
        number[][]
      >
    >;
    readonly outputs: { readonly pg_loss: number };
    readonly grad_log_prob: number[][];
  }

  test('from log-probabilities to the loss and its gradient, as launched', async () => {
    const cases = read<Loss>('token_on_off_policy_loss.json').filter(({ name }) =>
      name.startsWith('trapo_launch'),
    );
    expect(cases.length).toBeGreaterThan(0);
    for (const { name, inputs, outputs, grad_log_prob } of cases) {
      const given = await lossStep(inputs);
      expect(distance(given.loss, outputs.pg_loss), name).toBeLessThan(1e-9);
      const worst = grad_log_prob.flatMap((row, i) =>
        row.map((value, t) => distance(given.gradients[i]![t]!, value)),
      );
      expect(Math.max(...worst), name).toBeLessThan(1e-9);
    }
  });

  /** One step of the preset, tokens standing for texts: `3 14` is the text of [3, 14]. */
  function scriptedStep({
    prompts,
    eos,
    paragraph_break_ids,
    response_length,
  }: Groups['inputs']): Promise<StepResult> {
    const judged = prompts.map(() => 0);
    const rewards = prompts.map(({ rewards: groups }) => groups.flat());
    const groupOf = (prompt: number) => {
      let [group, before] = [0, 0];
      while (before < judged[prompt]!) before += prompts[prompt]!.rewards[group++]!.length;
      return group;
    };
    const text = (ids: ArrayLike<number>) => Array.from(ids).join(' ');
    const policy = {
      maxTokens: 1e6,
      tokenizer: {
        bos: null,
        eos,
        ends: new Set([eos]),
        encode: (words: string) => Int32Array.from(words === '' ? [] : words.split(' ').map(Number)),
        decode: text,
        tokensContaining: () => new Set(paragraph_break_ids),
      },
      async generate(requests: readonly SampleRequest[]) {
        const asked = prompts.map(() => 0);
        return requests.map(({ tokens }) => {
          const prompt = tokens[0]!;
          const completion = prompts[prompt]!.completions[groupOf(prompt)]![asked[prompt]!++]!;
          return {
            tokens: Int32Array.from(completion),
            logProb: new Float64Array(completion.length),
            finish: 'stop',
          };
        });
      },
      accumulate: async (rows: readonly { tokens: Int32Array; start: number }[], objective: Objective) => {
        const zeros = rows.map(({ tokens, start }) => stats(new Float64Array(tokens.length - start)));
        objective([...rows.keys()], zeros);
      },
      update: async () => ({ gradientNorm: 0 }),
    } as unknown as Policy;
    const verifier = {
      verify: ({ gold }: { gold: string }) => {
        const score = rewards[Number(gold)]![judged[Number(gold)]!++]!;
        return { status: score ? 'correct' : 'incorrect', score, reason: '', ms: 0 };
      },
    } as unknown as Verifier;
    const problems = prompts.map(
      ({ hint0, hint1 }, i): Problem => ({
        id: String(i),
        prompt: String(i),
        gold: String(i),
        experts: [text(hint0), text(hint1)],
        meta: {},
      }),
    );
    const setup = {
      responseLength: 8192,
      entropyCoefficient: 0,
      alpha: 0.1,
      groupSize: 8,
      expertsPerProblem: 2,
      plan: authorsCode,
      steps: 1,
    };
    const method = methodNamed('trapo-authors-code', setup)[0]!.method;
    const context: StepContext = {
      policy,
      verifier,
      responseLength: response_length,
      temperature: 1,
      breakTokens: new Set(paragraph_break_ids),
      seed: 0,
      step: 0,
    };
    return trainStep(method, context, problems, update);
  }

  /** Two passes over given rows: the first is scored as the sampler left them, the second as the case has it. */
  async function lossStep(inputs: Loss['inputs']) {
    const length = inputs.log_prob[0]!.length;
    const rows = inputs.eos_mask.map(
      (mask, i): TrainingRow => ({
        problem: { id: String(i), prompt: '', gold: '', experts: [], meta: {} },
        group: i,
        microGroup: 0,
        level: 0,
        prompt: Int32Array.of(0),
        response: {
          tokens: new Int32Array(length),
          responseMask: Uint8Array.from(mask),
          prefixMask: Uint8Array.from(inputs.prefix_mask[i]!),
          // the source multiplies its masks; ours refuses a mask that leaves the prefix
          sftMask: Uint8Array.from(inputs.off_loss_mask[i]!, (on, t) => on * inputs.prefix_mask[i]![t]!),
        },
        inBaseline: true,
        truncated: false,
      }),
    );
    const passes: { loss: number; gradients: Float64Array[] }[] = [];
    const losses: number[] = [];
    const loss = preset('authors-code', { responseLength: length, entropyCoefficient: 0 });
    const method: Method = {
      name: 'scripted',
      rowsPerProblem: 1,
      collect: async () => rows,
      advantages: () => ({ tokenAdvantages: Float64Array.from(inputs.advantages.flat()) }),
      loss: () => (batch, window) => {
        const result = loss(batch, window);
        losses.push(result.loss);
        return result;
      },
      updates: 2,
    };
    const policy = {
      accumulate: async (_: unknown, objective: Objective) => {
        const scored = passes.length === 0 ? inputs.old_log_prob : inputs.log_prob;
        const given = objective(
          [...rows.keys()],
          scored.map(row => stats(Float64Array.from(row))),
        );
        passes.push({ loss: losses.at(-1)!, gradients: given.map(({ logProb }) => logProb.slice()) });
      },
      update: async () => ({ gradientNorm: 0 }),
    } as unknown as Policy;
    await trainStep(method, { policy, verifier: {}, step: 0 } as StepContext, [], update);
    return passes[1]!;
  }

  const stats = (logProb: Float64Array): RowStats => ({ logProb, entropy: new Float64Array(logProb.length) });
});
