// Our side of `bench losses`: `ours.ts FOLDER`, asked in lines of JSON.

import { type LossResult, preset } from '@trapo/losses';
import { serve, timed } from '../peers/serve.ts';
import { ALPHA, RESPONSE_LENGTH, readMaterial } from './material.ts';

const material = await readMaterial(process.argv[2]!);
const batch = { ...material, sftMask: material.prefixMask };
const loss = preset('trapo', { responseLength: RESPONSE_LENGTH, alpha: ALPHA });

await serve({
  info: () => ({ about: `@trapo/losses on Node ${process.version}, float64, 1 thread` }),
  check: async () => ({ losses: fingerprint(loss(batch)), greedy: null, seconds: 0 }),
  train: request => timed(request, () => loss(batch)),
});

/** The loss, the gradient summed as it is, squared, and against its position, and the metrics. */
function fingerprint({ loss: value, gradLogProb, metrics }: LossResult): number[] {
  let [plain, squared, placed] = [0, 0, 0];
  for (const [t, gradient] of gradLogProb.entries()) {
    plain += gradient;
    squared += gradient ** 2;
    placed += gradient * ((t % 1000) / 1000);
  }
  const { policyLoss, prefixLoss, approxKl, expertProbability, outsideTrustRegion } = metrics;
  const seen = [policyLoss, prefixLoss, approxKl, expertProbability, outsideTrustRegion];
  return [value, plain, squared, placed, ...seen.map(Number)];
}
