// Matrix products at one thread, beside the peak of fused multiply-adds that the machine reaches in registers, in turns.

import { type Spread, spread } from '../measure.ts';
import { type Contender, node } from '../peers/contenders.ts';
import { Peer } from '../peers/peer.ts';
import type { ProductShape, ProductTimes, Times } from '../peers/protocol.ts';
import { barOf, type Figure } from './figure.ts';
import { places, productValues } from './product.ts';
import type { ProductSizes } from './settings.ts';

const BUILDS = ['256-bit', '128-bit'] as const;
const RUNS = { threads: 1, warmups: 1, repeats: 3 } as const;
/** Floating-point operations of a run, about. */
const FLOPS = 1e9;
/** Share of the peak that is asked for where the depth and the columns are at least so many. */
const BAR = { share: 0.75, from: 256 } as const;

interface ProductRow {
  readonly shape: ProductShape;
  readonly figures: readonly Figure[];
}

export interface GemmResult {
  readonly peaks: readonly Figure[];
  readonly rows: readonly ProductRow[];
}

/** Measures each size in so many turns; `progress` hears of each size. */
export async function gemm(
  sides: readonly Contender[],
  sizes: ProductSizes,
  turns: number,
  progress: (text: string) => void,
): Promise<GemmResult> {
  const peakPeers = BUILDS.map(build => new Peer(node('peak.ts', build)));
  const peaks: number[][] = [];
  const rows: ProductRow[] = [];
  for (const [form, list] of Object.entries(sizes)) {
    for (const [m, k, n] of list) {
      const shape = { form, m, k, n } as ProductShape;
      progress(nameOf(shape));
      const measured = await measureShape(shape, sides, peakPeers, turns);
      peaks.push(...measured.peaks);
      rows.push({ shape, figures: measured.figures });
    }
  }
  for (const peer of peakPeers) peer.close();
  const common = { what: 'peak', threads: 1, unit: 'GFLOP/s' };
  return {
    peaks: BUILDS.map((who, i) => ({ ...common, who, ...spread(peaks.map(turn => turn[i]!)) })),
    rows,
  };
}

/** A figure for each side, and the peaks of each turn. */
async function measureShape(
  shape: ProductShape,
  sides: readonly Contender[],
  peakPeers: readonly Peer[],
  turns: number,
) {
  const expected = productValues(shape);
  const peaks: number[][] = [];
  const rates = sides.map((): number[] => []);
  const shares = sides.map((): number[] => []);
  const refused = sides.map(({ peer, about }) => (peer ? undefined : about));
  // one turn more than are counted: it warms up
  for (let turn = 0; turn <= turns; turn++) {
    const now: number[] = [];
    for (const peer of peakPeers) now.push(await peakRate(peer));
    peaks.push(now);
    for (const [i, { peer }] of sides.entries()) {
      if (refused[i] !== undefined) continue;
      const rate = await productRate(peer!, shape, expected).catch(({ message }) => `absent: ${message}`);
      if (typeof rate === 'string') {
        refused[i] = rate;
        continue;
      }
      rates[i]!.push(rate);
      // the machine's speed changes from second to second: the peak right before, and of trapo, which comes first, after;
      // the greater of the two, because other work can lower a peak and must not flatter a product
      const after = i === 0 ? await peakRate(peakPeers[0]!) : 0;
      shares[i]!.push(rate / Math.max(now[0]!, after));
    }
  }
  const figures = sides.map(({ name }, i): Figure => {
    const common = { what: nameOf(shape), who: name, threads: 1, unit: 'GFLOP/s' };
    if (refused[i] !== undefined) return { ...common, absent: refused[i] };
    const share: Spread = spread(shares[i]!.slice(1));
    const barred = name === 'trapo' && Math.min(shape.k, shape.n) >= BAR.from;
    const bar = barOf(barred ? BAR.share : undefined, share.median);
    return { ...common, ...spread(rates[i]!.slice(1)), share, ...bar };
  });
  return { figures, peaks: peaks.slice(1) };
}

function nameOf({ form, m, k, n }: ProductShape): string {
  return `gemm ${form} ${m}x${k}x${n}`;
}

/** GFLOP/s in registers now. */
async function peakRate(peer: Peer): Promise<number> {
  const { ms } = await peer.ask<Times>({ cmd: 'peak', flops: FLOPS, ...RUNS });
  return FLOPS / Math.min(...ms) / 1e6;
}

/** GFLOP/s of a side now; in words, where its result differs. */
async function productRate(
  peer: Peer,
  shape: ProductShape,
  expected: readonly number[],
): Promise<number | string> {
  const flops = 2 * shape.m * shape.k * shape.n;
  const products = Math.max(1, Math.round(FLOPS / flops));
  const request = { cmd: 'gemm', ...shape, places: places(shape), products, ...RUNS } as const;
  const { ms, values } = await peer.ask<ProductTimes>(request);
  // sums of multiples of 2^-12 below 2^10: exact in float32, in whatever order
  const wrong = values.findIndex((value, i) => value !== expected[i]);
  if (wrong >= 0) return `differs: ${values[wrong]} where ${expected[wrong]} is right`;
  return (flops * products) / spread(ms).median / 1e6;
}
