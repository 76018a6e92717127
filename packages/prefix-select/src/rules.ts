/** What every prefix policy states about a prompt's group, whatever decides its prefixes. */
import { type SftRowRule, sftRowRules } from './sftRows.ts';
import type { Snap } from './snap.ts';

export interface GroupRules {
  /** Rollouts of one prompt that are trained on: the group that advantages are relative to. */
  readonly groupSize: number;
  /** Where prefixes end; see `prefixEnd`. */
  readonly snap: Snap;
  /** Which rows of a guided micro-group carry the supervised loss on their prefix. */
  readonly sftRows: SftRowRule;
  /** Whether a row that is the whole expert answer counts in its group's mean reward. */
  readonly expertRowInBaseline: boolean;
}

/** What is done where nothing is said: exact cuts, every guided row trained on, expert rows in the mean. */
export const defaultRules: Omit<GroupRules, 'groupSize'> = {
  snap: 'none',
  sftRows: 'all',
  expertRowInBaseline: true,
};

/** An error for options that can't work: cause, then cure. */
export function refusal(subject: string, cause: string, cure: string): Error {
  return new Error(`${subject} can't work: ${cause}. ${cure}.`);
}

/** @throws when a rule can't work; the message says what to change. */
export function checkRules(subject: string, { groupSize, snap, sftRows }: GroupRules): void {
  if (!(Number.isInteger(groupSize) && groupSize > 0)) {
    throw refusal(
      subject,
      `groupSize is ${groupSize}`,
      'It is a whole number of rollouts, at least 1, e.g. 8',
    );
  }
  if (snap !== 'none' && !(snap.slack >= 0 && snap.slack <= 1)) {
    throw refusal(
      subject,
      `snap has slack ${snap.slack}`,
      "It is a share of the expert answer in [0, 1], e.g. { slack: 0.3 }, or 'none'",
    );
  }
  if (!sftRowRules.includes(sftRows)) {
    throw refusal(subject, `sftRows is '${sftRows}'`, `It is one of ${sftRowRules.join(', ')}`);
  }
}

/** @throws when a ratio is outside [0, 1]. */
export function checkRatio(subject: string, name: string, ratio: number): void {
  if (ratio >= 0 && ratio <= 1) return;
  throw refusal(
    subject,
    `${name} is ${ratio}`,
    'It is a share of the expert answer in [0, 1], e.g. 0.25 for a quarter',
  );
}

/** @throws when a count is not a whole number of at least `least`. */
export function checkCount(
  subject: string,
  name: string,
  count: number,
  least: number,
  example: number,
): void {
  if (Number.isInteger(count) && count >= least) return;
  throw refusal(subject, `${name} is ${count}`, `It is a whole number, at least ${least}, e.g. ${example}`);
}
