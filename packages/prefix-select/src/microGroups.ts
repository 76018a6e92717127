/**
 * Micro-group sampling: a prompt is given more of the expert's answer only while its rewards stay low.
 *
 * Before each micro-group the rewards of all earlier rollouts of the prompt are compared with the group's
 * threshold: below it, the group continues an expert prefix of its ratio; otherwise it samples unguided. Levels do
 * not carry over: a success returns the next group to level 0. TRAPO, section 3.1; `mix_trainer.fit` in its code.
 *
 * The rewards so far are the whole state, so it is plain JSON, and a run continues identically from a saved one.
 * Prompts advance independently of each other.
 */
import { checkPlan, type MicroGroupPlan } from './plan.ts';
import { sftRows } from './sftRows.ts';

export interface MicroGroupState {
  plan: MicroGroupPlan;
  prompts: {
    /** how many expert answers there are */ experts: number /** of the rollouts so far */;
    rewards: number[];
  }[];
}

/** What to sample next for one prompt. */
export interface MicroGroup {
  prompt: number;
  /** Index of the micro-group in the plan. */
  group: number;
  /** 0 when unguided, else the group's index. */
  level: number;
  /** Share of the expert's answer to give; 0 when unguided. */
  ratio: number;
  rollouts: number;
  /** Index of the expert answer to take the prefix from. */
  expert: number;
  /** The rows are the whole expert answer: nothing is left to sample. */
  expertOnly: boolean;
  /** Per rollout, whether its prefix carries the supervised loss. */
  sft: boolean[];
  /** Whether these rows count in the mean reward of the prompt's group. */
  inBaseline: boolean;
}

/**
 * The state before any rollout.
 * @param experts how many expert answers each prompt has; a prompt with none is never guided.
 * @throws when the plan can't work, or a count is not a whole number.
 */
export function startMicroGroups(plan: MicroGroupPlan, experts: ArrayLike<number>): MicroGroupState {
  checkPlan(plan);
  const bad = Array.from(experts).findIndex(count => !(Number.isInteger(count) && count >= 0));
  if (bad >= 0) {
    throw new Error(
      `Prompt ${bad} must have a whole number of expert answers, e.g. 1; received ${experts[bad]}.`,
    );
  }
  return { plan, prompts: Array.from(experts, count => ({ experts: count, rewards: [] })) };
}

/** The next micro-group of every prompt that isn't finished, in prompt order; empty when all are. */
export function nextMicroGroups({ plan, prompts }: MicroGroupState): MicroGroup[] {
  return prompts.flatMap(({ experts, rewards }, prompt) => {
    const group = groupAfter(plan, rewards.length);
    if (group === plan.sizes.length) return [];
    const level = experts > 0 && belowThreshold(plan, group, rewards) ? group : 0;
    const ratio = plan.ratios[level]!;
    const rollouts = plan.sizes[group]!;
    const expertOnly = ratio === 1;
    return {
      prompt,
      group,
      level,
      ratio,
      rollouts,
      expert: Math.max(0, Math.min(plan.experts[group]!, experts - 1)),
      expertOnly,
      sft: sftRows(level > 0 ? plan.sftRows : 'none', rollouts),
      inBaseline: !expertOnly || plan.expertRowInBaseline,
    };
  });
}

/**
 * The state after micro-groups came back, in any order; the given state is left as it was.
 * @throws when a prompt is unknown or finished, or its rewards aren't one finite number per rollout.
 */
export function recordRewards(
  state: MicroGroupState,
  results: readonly { prompt: number; rewards: ArrayLike<number> }[],
): MicroGroupState {
  const { plan } = state;
  const prompts = [...state.prompts];
  for (const { prompt, rewards } of results) {
    const before = prompts[prompt];
    const rollouts = before && plan.sizes[groupAfter(plan, before.rewards.length)];
    if (!before || !rollouts) {
      const cause = before
        ? `Prompt ${prompt} has all its ${plan.groupSize} rewards`
        : `There is no prompt ${prompt}`;
      throw new Error(`${cause}: record only what nextMicroGroups asked for, once.`);
    }
    const received = Array.from(rewards);
    if (received.length !== rollouts || !received.every(Number.isFinite)) {
      throw new Error(
        `Prompt ${prompt} needs ${rollouts} finite rewards, one per rollout of its micro-group, e.g. ` +
          `[${Array(rollouts).fill(0).join(', ')}]; received [${received.join(', ')}].`,
      );
    }
    prompts[prompt] = { ...before, rewards: [...before.rewards, ...received] };
  }
  return { plan, prompts };
}

/** The micro-group that comes after `count` rollouts. */
function groupAfter(plan: MicroGroupPlan, count: number): number {
  let group = 0;
  for (let seen = 0; group < plan.sizes.length && seen < count; group++) seen += plan.sizes[group]!;
  return group;
}

function belowThreshold(plan: MicroGroupPlan, group: number, rewards: readonly number[]): boolean {
  if (group === 0) return false;
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  return (plan.mode === 'sum' ? sum : sum / rewards.length) < plan.thresholds[group]!;
}
