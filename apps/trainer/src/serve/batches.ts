// Requests that come while the policy is busy are sampled together: many rows take little longer than one.

import type { Sample, SampleOptions, SampleRequest } from '@trapo/models';
import type { RolloutPolicy } from '@trapo/trainer';

export type Request = SampleRequest & SampleOptions;
export type Generate = (requests: readonly Request[]) => Promise<readonly Sample[]>;

/** Samples of the policy, each as it would be alone: neighbours change nothing. */
export function batched(policy: RolloutPolicy): Generate {
  interface Waiting {
    readonly requests: readonly Request[];
    readonly resolve: (samples: readonly Sample[]) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let busy = false;

  const next = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    const requests = batch.flatMap(one => one.requests);
    try {
      const samples = await policy.generate(requests, { maxNewTokens: 0, temperature: 1, stop: new Set() });
      let at = 0;
      for (const { requests, resolve } of batch) resolve(samples.slice(at, (at += requests.length)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const run = async (): Promise<void> => {
    busy = true;
    // those of the same moment come along
    await new Promise(resolve => setImmediate(resolve));
    while (waiting.length > 0) await next();
    busy = false;
  };
  return requests =>
    new Promise((resolve, reject) => {
      waiting.push({ requests, resolve, reject });
      if (!busy) void run();
    });
}
