/**
 * Objectives whose value holds some factors fixed, written down a second time with what is fixed apart from what is not:
 * `now` is differentiated, `fixed` holds the same tokens and stands still.
 */
import type { ObjectiveTokens } from '../src/index.ts';

export interface Rows extends ObjectiveTokens {
  /** First and last + 1 of the row that token t is in. */
  readonly spanOf: (t: number) => readonly [number, number];
}

/** The loss of token t. */
type Surrogate = (now: Rows, fixed: Rows, t: number) => number;

const ratio = ({ logProb, oldLogProb }: Rows, t: number) => Math.exp(logProb[t]! - oldLogProb[t]!);
const p = ({ logProb }: Rows, t: number) => Math.exp(logProb[t]!);
const q = ({ oldLogProb }: Rows, t: number) => Math.exp(oldLogProb[t]!);
const clip = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
const totalLogRatio = (rows: Rows, t: number, bound = Infinity) => {
  const [start, end] = rows.spanOf(t);
  let total = 0;
  for (let u = start; u < end; u++) {
    if (rows.mask[u]) total += clip(rows.logProb[u]! - rows.oldLogProb[u]!, -bound, bound);
  }
  return total;
};
const lengthOf = (rows: Rows, t: number) => rows.mask.slice(...rows.spanOf(t)).reduce((sum, m) => sum + m, 0);
const rowRatio = (rows: Rows, t: number) => Math.exp(totalLogRatio(rows, t) / lengthOf(rows, t));
const reinforced =
  (weight: (fixed: Rows, t: number) => number): Surrogate =>
  (now, fixed, t) =>
    -weight(fixed, t) * now.advantages[t]! * now.logProb[t]!;
const k2: Surrogate = (now, _, t) => (now.logProb[t]! - now.refLogProb[t]!) ** 2 / 2;

export const surrogates: Readonly<Record<string, Surrogate>> = {
  dft: (now, fixed, t) => -p(fixed, t) * now.logProb[t]!,
  chordPhi: (now, fixed, t) => -p(fixed, t) * (1 - p(fixed, t)) * now.logProb[t]!,
  'chordPhi(0.5)': (now, fixed, t) =>
    -p(fixed, t) * (1 - p(fixed, t)) * Math.min(now.logProb[t]!, Math.log(0.5)),
  'trsft(0.1, surrogate)': (now, fixed, t) => -p(now, t) / Math.max(p(fixed, t), 0.1),
  'offPolicy(trustRegion(0.1, 0.5), [-Infinity, Infinity])': (now, fixed, t) =>
    -now.advantages[t]! * p(now, t) * (1 / Math.max(p(fixed, t), 0.1) - 0.5),
  'gspoToken(0.2, 0.28)': (now, fixed, t) => {
    const s = rowRatio(fixed, t) * Math.exp(now.logProb[t]! - fixed.logProb[t]!);
    return Math.max(-now.advantages[t]! * s, -now.advantages[t]! * clip(s, 0.8, 1.28));
  },
  'cispo(2)': reinforced((fixed, t) => Math.min(ratio(fixed, t), 2)),
  'cispoSequence(2)': reinforced((fixed, t) => Math.min(rowRatio(fixed, t), 2)),
  'weighted(cispoSequence(3))': reinforced(
    (fixed, t) => fixed.tokenWeights[t]! * Math.min(rowRatio(fixed, t), 3),
  ),
  'cispoTwoSided(0.2, 0.28)': reinforced((fixed, t) => clip(ratio(fixed, t), 0.8, 1.28)),
  'dppo(tv, 0.2, 0.2)': reinforced((fixed, t) => {
    const rise = p(fixed, t) - q(fixed, t);
    const within = fixed.advantages[t]! > 0 ? rise <= 0.2 : rise >= -0.2;
    return within ? Math.min(ratio(fixed, t), 20) : 0;
  }),
  'dppo(kl, 0.1, 0.1)': reinforced((fixed, t) => {
    const [now, old] = [p(fixed, t), q(fixed, t)];
    const divergence = old * Math.log(old / now) + (1 - old) * Math.log((1 - old + 1e-8) / (1 - now + 1e-8));
    const within = divergence <= 0.1 || (fixed.advantages[t]! > 0 ? now <= old : now >= old);
    return within ? Math.min(ratio(fixed, t), 2) : 0;
  }),
  'vespo([2,3], [3,2])': reinforced((fixed, t) => {
    const w = clip(Math.exp(totalLogRatio(fixed, t, 20)), 1e-8, Math.exp(20));
    const [k, lambda] = fixed.advantages[t]! >= 0 ? [2, 3] : [3, 2];
    return Math.exp(lambda) * w ** k * Math.exp(-lambda * w);
  }),
  'onPolicyDistillation(policyGradient)': (now, fixed, t) =>
    -(now.refLogProb[t]! - fixed.logProb[t]!) * ratio(now, t),
  'kl(k1, k2)': k2,
  'kl(k3, k2)': k2,
};
