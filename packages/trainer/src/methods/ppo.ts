// PPO (arXiv 1707.06347) with a critic: advantages by GAE from the critic's values, and the critic learns what came of it.

import { gae, ppoClip, tokenMean, valueLoss, windowOf } from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { tokenRewardsOf } from '../advantages.ts';
import type { MethodDefinition, ScoredRow } from '../method.ts';
import { lossMetrics, meanMetrics, type StepMetrics } from '../metrics.ts';
import { concat, masksOf } from '../objective.ts';
import { tokenRow } from '../rollouts/trainingRow.ts';
import { always, policyLoss, sampledBy } from './parts.ts';

const LAMBDA = 0.95;
const UPDATES = 2;
/** How far a value may move in a step. */
const VALUE_CLIP = 0.5;

export const ppo: MethodDefinition = {
  label: 'PPO',
  usesExperts: false,
  phases(setup) {
    /** What the critic said of the step's rows, and what came of them: kept from the estimate to the critic's update. */
    let estimate: { readonly values: readonly Float64Array[]; readonly returns: Float64Array } | undefined;
    const loss = valueLoss({ clip: VALUE_CLIP, normaliser: tokenMean });
    return always({
      name: 'ppo',
      ...sampledBy(noPrefix(setup.groupSize)),
      async advantages(rows, { policy }) {
        const critic = await policy.critic();
        const values = await critic.values(rows.map(({ row }) => tokenRow(row)));
        const { advantages, returns } = gae(tokenRewardsOf(rows), concat(values), { lambda: LAMBDA });
        estimate = { values, returns };
        return { tokenAdvantages: advantages };
      },
      ...policyLoss({ updates: UPDATES, ...setup }, { completion: ppoClip(0.2), normaliser: tokenMean }),
      async afterwards(rows, { policy }, update): Promise<StepMetrics> {
        const critic = await policy.critic();
        const { values: oldValues, returns } = estimate!;
        const passes: StepMetrics[] = [];
        let criticGradientNorm = 0;
        for (let pass = 0; pass < (setup.updates ?? UPDATES); pass++) {
          const metrics: StepMetrics[] = [];
          const window = windowOf(masksOf(rows.map(({ row }) => row)));
          const { rowOffsets } = masksOf(rows.map(({ row }) => row));
          await critic.accumulate(
            rows.map(({ row }) => tokenRow(row)),
            (indices, values) => {
              const masks = masksOf(indices.map(index => rows[index]!.row));
              const result = loss(
                {
                  ...masks,
                  values: concat(values),
                  oldValues: concat(indices.map(index => oldValues[index]!)),
                  returns: concat(
                    indices.map(index => returns.subarray(rowOffsets[index], rowOffsets[index + 1])),
                  ),
                },
                window,
              );
              metrics.push(result.metrics);
              return indices.map((_, i) =>
                result.gradValues.subarray(masks.rowOffsets[i], masks.rowOffsets[i + 1]),
              );
            },
          );
          criticGradientNorm = (await critic.update(update)).gradientNorm;
          passes.push(lossMetrics(metrics));
        }
        return { ...meanMetrics(passes), criticGradientNorm, meanValue: meanOf(rows, oldValues) };
      },
    });
  },
};

/** What the critic expected at the first token of each row. */
const meanOf = (rows: readonly ScoredRow[], values: readonly Float64Array[]): number =>
  values.reduce((sum, each) => sum + each[0]!, 0) / rows.length;
