/**
 * BREAD's episode-anchor search: only a prompt that no rollout solves is guided, by the shortest prefix that lets
 * enough of them through.
 *
 * The expert's answer is cut into episodes of equal length. A bisection over 1 .. episodes - 1 of them, a whole group
 * a probe, finds the least number whose success rate reaches the band's lower end, taking the rate as rising with the
 * prefix. Trained on is one group: the first, if any of it succeeded; else the shortest probe inside the band; failing
 * that the shortest with a success; failing that the longest. The other probes are dropped.
 *
 * arXiv 2506.17211 (about 10 episodes; no supervised term), known at second hand: the band's default is ours.
 */
import { prefixPolicy } from '../microGroups.ts';
import type { ObservedMicroGroup, PrefixPolicy } from '../policy.ts';
import { checkCount, defaultRules, type GroupRules } from '../rules.ts';
import { checkBounds } from './random.ts';

export interface BreadOptions extends Partial<Omit<GroupRules, 'groupSize'>> {
  /** Rollouts of one probe, and of the group that is trained on. */
  readonly groupSize: number;
  /** Parts the expert's answer is cut into, at least 2. Default 10. */
  readonly episodes?: number;
  /** Success rates that are neither too hard nor too easy, in order, in [0, 1]. Default [0.25, 0.75]. */
  readonly band?: readonly [low: number, high: number];
  /** The reward from which on a rollout is a success. Default 1. */
  readonly solvedFrom?: number;
  /** Index of the expert answer. Default 0. */
  readonly expert?: number;
}

/** @throws when an option can't work. */
export function bread(options: BreadOptions): PrefixPolicy {
  const { groupSize, episodes = 10, band = [0.25, 0.75], solvedFrom = 1, expert = 0 } = options;
  const [low, high] = band;
  checkBounds('bread', low, high);
  checkCount('bread', 'episodes', episodes, 2, 10);
  checkCount('bread', 'expert', expert, 0, 0);
  const rate = ({ rewards }: ObservedMicroGroup) =>
    rewards.filter(reward => reward >= solvedFrom).length / rewards.length;

  return prefixPolicy({
    name: 'bread',
    options,
    rules: { ...defaultRules, sftRows: 'none', ...options },
    levels: episodes,
    plan({ observed: [first, ...probes], experts }) {
      if (!first) return [{ level: 0, ratio: 0, rollouts: groupSize }];
      if (experts === 0 || rate(first) > 0) return [];
      let [tooShort, enough] = [0, episodes];
      for (const probe of probes) {
        if (rate(probe) >= low && rate(probe) > 0) enough = probe.level;
        else tooShort = probe.level;
      }
      if (enough - tooShort <= 1) return [];
      const level = Math.floor((tooShort + enough) / 2);
      return [{ level, ratio: level / episodes, rollouts: groupSize, expert }];
    },
    kept([first, ...probes]) {
      if (!first) return [];
      const byLength = probes.sort((a, b) => a.level - b.level);
      const inBand = byLength.find(probe => rate(probe) > 0 && rate(probe) >= low && rate(probe) <= high);
      const solved = byLength.find(probe => rate(probe) > 0);
      return [rate(first) > 0 ? first : (inBand ?? solved ?? byLength.at(-1) ?? first)];
    },
  });
}
