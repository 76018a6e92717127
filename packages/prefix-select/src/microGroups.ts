/**
 * The state machine behind every prefix policy. A policy says what comes next for one prompt, from its history alone;
 * this keeps the histories of many.
 */
import { draw } from './draw.ts';
import type {
  MicroGroup,
  MicroGroupRewards,
  ObservedMicroGroup,
  PrefixPolicy,
  PrefixState,
  PromptExperts,
  PromptState,
} from './policy.ts';
import { checkRules, type GroupRules } from './rules.ts';
import { sftRows } from './sftRows.ts';

/** What a policy knows of a prompt when it plans. */
export interface PromptHistory {
  readonly experts: number;
  readonly step: number;
  /** All that was asked for so far, in order, with its rewards. */
  readonly observed: readonly ObservedMicroGroup[];
  /** The prompt's k-th random number of this step, in [0, 1). */
  draw(k: number): number;
}

/** A micro-group as a policy plans it; the rest follows from the rules. */
export interface PlannedMicroGroup extends Pick<MicroGroup, 'level' | 'ratio' | 'rollouts'> {
  /** Index of the expert answer, default 0; the last one there is when there are fewer. */
  readonly expert?: number;
}

export interface PolicyDefinition {
  readonly name: string;
  /** What the policy was made with, as plain JSON. */
  readonly options: unknown;
  readonly rules: GroupRules;
  readonly levels: number;
  /** The micro-groups that may run side by side, once all before are back; none when the prompt is finished. */
  plan(history: PromptHistory): readonly PlannedMicroGroup[];
  /** Which of a finished prompt's micro-groups are trained on. Default: all. */
  kept?(observed: readonly ObservedMicroGroup[]): readonly ObservedMicroGroup[];
}

/**
 * Makes a policy of its plan.
 * @throws when its rules can't work.
 */
export function prefixPolicy({
  name,
  options,
  rules,
  levels,
  plan,
  kept = observed => observed,
}: PolicyDefinition): PrefixPolicy {
  checkRules(name, rules);
  const { groupSize, snap, sftRows: sftRule, expertRowInBaseline } = rules;
  const identity = canonical({ name, options });

  const ask = (prompt: number, state: PromptState, { step, seed }: PrefixState): MicroGroup[] => {
    const { experts, observed, id } = state;
    return plan({ experts, step, observed, draw: k => draw(seed, step, id, k) }).map((planned, i) => ({
      prompt,
      group: observed.length + i,
      level: planned.level,
      ratio: planned.ratio,
      rollouts: planned.rollouts,
      expert: Math.max(0, Math.min(planned.expert ?? 0, experts - 1)),
      expertOnly: planned.ratio === 1,
      sft: sftRows(planned.level > 0 ? sftRule : 'none', planned.rollouts),
      inBaseline: planned.ratio < 1 || expertRowInBaseline,
    }));
  };
  const advance = (state: PrefixState): PrefixState => ({
    ...state,
    prompts: state.prompts.map((prompt, at) =>
      prompt.awaiting.length > 0 ? prompt : { ...prompt, awaiting: ask(at, prompt, state) },
    ),
  });

  return {
    name,
    groupSize,
    snap,
    sftRows: sftRule,
    expertRowInBaseline,
    levels,
    start(prompts, step = 0, seed = 0) {
      checkStart(prompts, step, seed);
      return advance({
        policy: JSON.parse(identity),
        step,
        seed,
        prompts: prompts.map(({ id, experts }, at) => ({
          id: id ?? at,
          experts,
          observed: [],
          awaiting: [],
        })),
      });
    },
    observe(state, results) {
      checkOwner(state, identity);
      const prompts = [...state.prompts];
      for (const result of results) prompts[result.prompt] = record(prompts[result.prompt], result);
      return advance({ ...state, prompts });
    },
    kept(state) {
      checkOwner(state, identity);
      return state.prompts.flatMap(({ observed }) => kept(observed));
    },
  };
}

/** What to sample now: every micro-group that was asked for and isn't back, in prompt order; none when all are finished. */
export function nextMicroGroups({ prompts }: PrefixState): MicroGroup[] {
  return prompts.flatMap(prompt => prompt.awaiting);
}

function record(
  prompt: PromptState | undefined,
  { prompt: at, group, rewards }: MicroGroupRewards,
): PromptState {
  const asked = prompt?.awaiting.find(awaited => awaited.group === group);
  if (!prompt || !asked) {
    throw new Error(
      `Micro-group ${group} of prompt ${at} is not waited for: observe only what nextMicroGroups asks for, once.`,
    );
  }
  const received = Array.from(rewards);
  if (received.length !== asked.rollouts || !received.every(Number.isFinite)) {
    throw new Error(
      `Micro-group ${group} of prompt ${at} needs ${asked.rollouts} finite rewards, one per rollout, e.g. ` +
        `[${Array(asked.rollouts).fill(0).join(', ')}]; received [${received.join(', ')}].`,
    );
  }
  const observed = [...prompt.observed, { ...asked, rewards: received }].sort((a, b) => a.group - b.group);
  return { ...prompt, observed, awaiting: prompt.awaiting.filter(awaited => awaited !== asked) };
}

function checkStart(prompts: readonly PromptExperts[], step: number, seed: number): void {
  if (!(Number.isInteger(step) && step >= 0 && Number.isSafeInteger(seed))) {
    throw new Error(
      `A policy starts at a step counted from 0 with a whole seed, e.g. start(prompts, 12, 1); received step ${step}, seed ${seed}.`,
    );
  }
  prompts.forEach(({ experts }, prompt) => {
    if (Number.isInteger(experts) && experts >= 0) return;
    throw new Error(
      `Prompt ${prompt} must have a whole number of expert answers, e.g. { experts: 1 }; received ${experts}.`,
    );
  });
}

function checkOwner({ policy }: PrefixState, identity: string): void {
  const theirs = canonical(policy);
  if (theirs === identity) return;
  throw new Error(
    `This state was started by ${theirs} and is continued by ${identity}: continue it with the policy that started ` +
      'it, policyFrom(state.policy).',
  );
}

/** JSON with its keys in order: equal for equal options, however they were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Object && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
