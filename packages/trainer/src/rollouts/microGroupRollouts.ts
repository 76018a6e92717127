// Rollouts in micro-groups: sample, verify, and let the rewards decide how much of the expert's answer comes next.
// TRAPO, section 3.1. With a plan of one unguided group this is plain GRPO sampling; other prefix policies go the same way.

import { hash, type Sample } from '@trapo/models';
import {
  adaptive,
  assembleRow,
  type MicroGroupPlan,
  nextMicroGroups,
  type PrefixPolicy,
  prefixEnd,
} from '@trapo/prefix-select';
import { type Problem, plainText } from '../data/index.ts';
import type { StepContext } from '../stepContext.ts';
import { encodeExperts, encodePrompt } from './encode.ts';
import type { TrainingRow } from './trainingRow.ts';

/** Samples the problems by a plan of micro-groups or any other prefix policy; returns the rows it trains on. */
export async function microGroupRollouts(
  plan: MicroGroupPlan | PrefixPolicy,
  { policy, verifier, responseLength, temperature, breakTokens, seed, step }: StepContext,
  problems: readonly Problem[],
): Promise<TrainingRow[]> {
  const { tokenizer } = policy;
  const prompts = problems.map(({ prompt }) => encodePrompt(tokenizer, prompt));
  const experts = problems.map(problem => encodeExperts(tokenizer, problem));
  const eos = [...tokenizer.ends];
  const rows: TrainingRow[] = [];

  const prefixes = 'start' in plan ? plan : adaptive(plan);
  let state = prefixes.start(
    problems.map(({ id }, i) => ({ id, experts: experts[i]!.length })),
    step,
    seed,
  );
  for (let groups = nextMicroGroups(state); groups.length > 0; groups = nextMicroGroups(state)) {
    // 1. every rollout of this micro-group: its prompt, and its expert prefix where it is guided
    const planned = groups.flatMap(group => {
      const expert = experts[group.prompt]![group.expert];
      const prefix =
        expert?.subarray(0, prefixEnd(expert, group.ratio, prefixes.snap, breakTokens)) ?? new Int32Array(0);
      return group.sft.map((sft, rollout) => ({ group, prefix, sft, rollout }));
    });

    // 2. the verifier scores each whole response, prefix included
    const judge = async (row: (typeof planned)[number], completion?: Sample): Promise<TrainingRow> => {
      const { group, prefix, sft } = row;
      const response = assembleRow({
        prefix,
        completion: completion?.tokens ?? [],
        responseLength,
        eos,
        sft,
      });
      const problem = problems[group.prompt]!;
      const verdict = await verifier.verify({
        gold: problem.gold,
        prompt: plainText(problem.prompt),
        meta: problem.meta,
        completion: tokenizer.decode(response.tokens, { skipSpecial: true }),
      });
      return {
        problem,
        group: group.prompt,
        microGroup: group.group,
        level: group.level,
        prompt: prompts[group.prompt]!,
        response,
        verdict,
        inBaseline: group.inBaseline,
        truncated: completion?.finish === 'length',
      };
    };
    // 3. the model continues, and is judged while others are sampled; a row that is the whole expert answer leaves nothing to say
    const judged = new Map<(typeof planned)[number], Promise<TrainingRow>>();
    const sampled = planned.filter(({ group }) => !group.expertOnly);
    const samples = await policy.generate(
      sampled.map(({ group, prefix, rollout }) => ({
        tokens: Int32Array.of(...prompts[group.prompt]!, ...prefix),
        seed: hash(hash(seed, step, group.prompt), group.group, rollout),
      })),
      { maxNewTokens: responseLength, temperature, stop: tokenizer.ends },
      (i, sample) => {
        const verdict = judge(sampled[i]!, sample);
        verdict.catch(() => {}); // heard below, unless sampling fails first
        judged.set(sampled[i]!, verdict);
      },
    );
    const completions = new Map(sampled.map((row, i) => [row, samples[i]!]));
    const assembled = await Promise.all(
      planned.map(row => judged.get(row) ?? judge(row, completions.get(row))),
    );
    rows.push(...assembled);

    // 4. the rewards so far decide the next micro-group; what could not be scored counts there as not solved
    const rewardsOf = Map.groupBy(planned.keys(), row => planned[row]!.group);
    state = prefixes.observe(
      state,
      groups.map(group => ({
        prompt: group.prompt,
        group: group.group,
        rewards: rewardsOf.get(group)!.map(row => assembled[row]!.verdict?.score ?? 0),
      })),
    );
  }
  const kept = new Set(prefixes.kept(state).map(({ prompt, group }) => `${prompt} ${group}`));
  return rows.filter(row => kept.has(`${row.group} ${row.microGroup}`));
}
