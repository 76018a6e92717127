/**
 * A micro-group plan: how the rollouts of one prompt are split, and how much of the expert's answer each part may
 * be given. The paper writes n for sizes, L for ratios, t for thresholds (TRAPO, section 3.1).
 *
 * A plan is plain JSON. Entry i of every list belongs to micro-group i; level i is its prefix ratio.
 */
import { checkRules, type GroupRules, refusal } from './rules.ts';

export interface MicroGroupPlan extends GroupRules {
  /** Rollouts in each micro-group; they add up to groupSize. */
  readonly sizes: readonly number[];
  /** Share of the expert's answer given when a micro-group is guided, in [0, 1]; the first is 0. */
  readonly ratios: readonly number[];
  /**
   * Micro-group i is guided when the rewards before it stay strictly below thresholds[i]. The first is never asked
   * (the paper writes -1).
   */
  readonly thresholds: readonly number[];
  /** What is compared: the mean reward of all earlier rollouts of the prompt, or their sum. */
  readonly mode: 'mean' | 'sum';
  /** Which of the prompt's expert answers a micro-group takes, from 0; the last one there is when it has fewer. */
  readonly experts: readonly number[];
}

/** @throws when the plan can't work; the message says what to change. */
export function checkPlan(plan: MicroGroupPlan): void {
  const { groupSize, sizes, ratios, thresholds, mode, experts } = plan;
  const subject = 'This micro-group plan';
  const say = (list: readonly number[]) => `[${list.join(', ')}]`;
  const refuse = (cause: string, cure: string): never => {
    throw refusal(subject, cause, cure);
  };

  const lengths = [sizes, ratios, thresholds, experts].map(list => list.length);
  if (sizes.length === 0 || new Set(lengths).size > 1) {
    refuse(
      `sizes, ratios, thresholds and experts have ${lengths.join(', ')} entries`,
      'Give each one entry per micro-group, e.g. sizes [4, 2, 1, 1], ratios [0, 0.2, 0.5, 1], ' +
        'thresholds [-1, 0.5, 0.7, 0.9], experts [0, 0, 0, 0]',
    );
  }
  if (!sizes.every(size => Number.isInteger(size) && size > 0)) {
    refuse(
      `sizes are ${say(sizes)}`,
      'Each is a whole number of rollouts, at least 1; drop empty micro-groups',
    );
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== groupSize) {
    refuse(
      `sizes ${say(sizes)} add up to ${total}, and groupSize is ${groupSize}`,
      `Set groupSize to ${total}, or change sizes to add up to ${groupSize}`,
    );
  }
  if (!ratios.every(ratio => ratio >= 0 && ratio <= 1)) {
    refuse(
      `ratios are ${say(ratios)}`,
      'Each is a share of the expert answer in [0, 1], e.g. 0.25 for a quarter',
    );
  }
  if (ratios[0] !== 0) {
    refuse(
      `the first ratio is ${ratios[0]}`,
      'The first micro-group shows how the policy does alone, so it is unguided: set ratios[0] to 0',
    );
  }
  if (
    !thresholds.every(
      (threshold, i) => Number.isFinite(threshold) && threshold >= (thresholds[i - 1] ?? -Infinity),
    )
  ) {
    refuse(
      `thresholds are ${say(thresholds)}`,
      'They are finite and never fall, e.g. [-1, 0.5, 0.7, 0.9] of the mean or [-1, 2, 4, 7] of the sum',
    );
  }
  if (mode !== 'mean' && mode !== 'sum') refuse(`mode is '${mode}'`, "It is 'mean' or 'sum'");
  if (!experts.every(expert => Number.isInteger(expert) && expert >= 0)) {
    refuse(`experts are ${say(experts)}`, 'Each is the index of an expert answer, from 0, e.g. [0, 0, 0, 1]');
  }
  checkRules(subject, plan);
}
