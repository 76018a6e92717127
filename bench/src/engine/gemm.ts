// Matrix products at one thread, beside the peak of fused multiply-adds that the machine reaches in registers, in turns.

import { spread } from '../measure.ts';
import { type Contender, node } from '../peers/contenders.ts';
import { Peer } from '../peers/peer.ts';
import type { ProductShape, ProductTimes, Times } from '../peers/protocol.ts';
import { barOf, type Figure } from './figure.ts';
import { places, productValues } from './product.ts';
import type { ProductSizes } from './settings.ts';

const BUILDS = ['256-bit', '128-bit'] as const;
const PEAK = { cmd: 'peak', flops: 1e9, threads: 1, warmups: 1, repeats: 3 } as const;
/** Floating-point operations of a run, about. */
const RUN = 1e9;
const WANTED = 0.75;
const WIDE = 256;

/** A row of the table. */
export interface ProductRow {
  readonly shape: ProductShape;
  readonly figures: readonly Figure[];
}

export interface GemmResult {
  readonly peaks: readonly Figure[];
  readonly rows: readonly ProductRow[];
}

/** Measures each size `turns` times; `progress` hears of each. */
export async function gemm(
  sides: readonly Contender[],
  sizes: ProductSizes,
  turns: number,
  progress: (text: string) => void,
): Promise<GemmResult> {
  const peakPeers = BUILDS.map(build => new Peer(node('peak.ts', build)));
  const shapes = Object.entries(sizes).flatMap(([form, list]) =>
    list.map(([m, k, n]) => ({ form, m, k, n }) as ProductShape),
  );
  const peaks: number[][] = BUILDS.map(() => []);
  const rows: ProductRow[] = [];
  for (const shape of shapes) {
    const { form, m, k, n } = shape;
    progress(`gemm ${form} ${m} x ${k} x ${n}`);
    const expected = productValues(shape);
    const rates = sides.map((): number[] => []);
    const shares = sides.map((): number[] => []);
    const refused = sides.map(({ peer, about }) => (peer ? undefined : about));
    for (let turn = 0; turn <= turns; turn++) {
      const peakNow: number[] = [];
      for (const peer of peakPeers) {
        const { ms } = await peer.ask<Times>(PEAK);
        peakNow.push(PEAK.flops / spread(ms).median / 1e6);
      }
      for (const [i, { peer }] of sides.entries()) {
        if (refused[i] !== undefined) continue;
        const answer = await rate(peer!, shape, expected).catch((error: Error) => `absent: ${error.message}`);
        if (typeof answer === 'string') refused[i] = answer;
        // the first turn warms up
        else if (turn > 0) {
          rates[i]!.push(answer);
          shares[i]!.push(answer / peakNow[0]!);
        }
      }
      if (turn > 0) for (const [i, value] of peakNow.entries()) peaks[i]!.push(value);
    }
    const what = `gemm ${form} ${m}x${k}x${n}`;
    const figures = sides.map(({ name }, i): Figure => {
      const common = { what, who: name, threads: 1, unit: 'GFLOP/s' };
      if (refused[i] !== undefined) return { ...common, absent: refused[i] };
      const wanted = name === 'trapo' && k >= WIDE && n >= WIDE ? WANTED : undefined;
      const share = spread(shares[i]!);
      return { ...common, ...spread(rates[i]!), share, ...barOf(wanted, share.median) };
    });
    rows.push({ shape, figures });
  }
  for (const peer of peakPeers) peer.close();
  const peakFigures = BUILDS.map((build, i) => ({
    what: 'peak',
    who: build,
    threads: 1,
    unit: 'GFLOP/s',
    ...spread(peaks[i]!),
  }));
  return { peaks: peakFigures, rows };
}

/** GFLOP/s of a side now, or why it is not to be had. */
async function rate(peer: Peer, shape: ProductShape, expected: readonly number[]): Promise<number | string> {
  const flops = 2 * shape.m * shape.k * shape.n;
  const products = Math.max(1, Math.round(RUN / flops));
  const request = { cmd: 'gemm', ...shape, places: places(shape), products } as const;
  const { ms, values } = await peer.ask<ProductTimes>({ ...request, threads: 1, warmups: 1, repeats: 3 });
  const wrong = values.findIndex((value, i) => !(Math.abs(value - expected[i]!) < 1e-3));
  if (wrong >= 0) return `differs: ${values[wrong]} where ${expected[wrong]} is right`;
  return (flops * products) / spread(ms).median / 1e6;
}
