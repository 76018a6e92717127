// Scoring alone: the log-probabilities of a policy that is not trained, such as a reference, without the memory that
// gradients and moments take.

import { input, type PlanGroup, type Recording } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import {
  type MicroBatch,
  microBatches,
  modelInputs,
  type RowStats,
  rowStats,
  type TokenRow,
} from './rows.ts';

export class Scorer {
  private readonly decoder: Decoder;
  private readonly tokensPerBatch: number;
  private readonly plans = new Map<string, PlanGroup<readonly [Recording]>>();

  /** @param options tokensPerBatch: padded tokens of a micro-batch, 1024 unless told */
  constructor(decoder: Decoder, { tokensPerBatch = 1024 }: { readonly tokensPerBatch?: number } = {}) {
    this.decoder = decoder;
    this.tokensPerBatch = tokensPerBatch;
  }

  /** Log-probability and entropy of every scored token. Throws RangeError on rows that do not fit the model. */
  async score(rows: readonly TokenRow[]): Promise<RowStats[]> {
    const stats: RowStats[] = [];
    for (const batch of microBatches(
      rows,
      this.tokensPerBatch,
      this.decoder.config.max_position_embeddings,
    )) {
      const results = await this.planFor(batch).plans[0].run(modelInputs(rows, batch));
      batch.indices.forEach((index, b) => {
        stats[index] = rowStats(rows[index]!, results, b * batch.time);
      });
    }
    return stats;
  }

  /** Frees plans; the decoder stays. */
  dispose(): void {
    for (const plan of this.plans.values()) plan.release();
  }

  private planFor({ batch, time }: MicroBatch): PlanGroup<readonly [Recording]> {
    const key = `${batch}x${time}`;
    const known = this.plans.get(key);
    if (known) return known;
    const inputs = {
      ids: input([batch, time], 'i32'),
      targets: input([batch, time], 'i32'),
      positions: input([batch, time], 'i32'),
    };
    const { logProb, entropy } = this.decoder.stats(inputs, inputs.targets);
    const plan = this.decoder.device.compile({ inputs, outputs: { logProb, entropy } });
    this.plans.set(key, plan);
    return plan;
  }
}
