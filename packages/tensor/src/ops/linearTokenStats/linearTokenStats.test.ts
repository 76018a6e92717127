import { describe, expect, it } from 'vitest';
import type { HostArrays } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input, type Tensor, Variable } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { linear } from '../matmul/matmul.ts';
import { tokenStats } from '../tokenStats/tokenStats.ts';
import { suites } from './linearTokenStats.conformance.ts';
import { linearTokenStats } from './linearTokenStats.ts';

conform(...suites);

onEveryBackend('linearTokenStats', (device, backend) => {
  it('gives NaN for a target outside the vocabulary', async () => {
    const inputs = { hidden: input([3, 2]), head: input([4, 2]), targets: input([3], 'i32') };
    const outputs = { ...linearTokenStats(inputs.hidden, inputs.head, inputs.targets) };
    const { plans, release } = device().compile({ inputs, outputs });
    const targets = Int32Array.of(4, -1, 0);
    const results = await plans[0].run({ hidden: new Float32Array(6), head: new Float32Array(8), targets });
    release();
    expect([...results.logProb!]).toEqual([Number.NaN, Number.NaN, expect.closeTo(-Math.log(4), 6)]);
    for (const entropy of results.entropy!) expect(entropy).toBeCloseTo(Math.log(4), 6);
  });

  it('gives the hidden states the same gradient where the head is frozen', async () => {
    const inputs = { hidden: input([2, 5, 6]), head: input([50, 6]), targets: input([2, 5], 'i32') };
    const cotangents = { dLogProb: input([2, 5]), dEntropy: input([2, 5]) };
    const gradientOf = (frozenHead: boolean) => {
      const options = { frozenHead, maxLogits: 200 };
      const { logProb, entropy } = linearTokenStats(inputs.hidden, inputs.head, inputs.targets, options);
      return vjp([logProb, entropy], Object.values(cotangents), [inputs.hidden])[0]!;
    };
    const { plans, release } = device().compile({
      inputs: { ...inputs, ...cotangents },
      outputs: { whole: gradientOf(false), frozen: gradientOf(true) },
    });
    const { whole, frozen } = await plans[0].run({
      hidden: noise(60, 1),
      head: noise(300, 2),
      targets: Int32Array.from({ length: 10 }, (_, i) => 5 * i),
      dLogProb: noise(10, 3),
      dEntropy: noise(10, 4),
    });
    release();
    expect(frozen).toEqual(whole);
    expect(frozen.some(x => x !== 0)).toBe(true);
  });

  it('gives the same gradients whether a packed head is kept or packed block by block', async () => {
    const [tokens, depth, vocabulary] = [10, 37, 523];
    const numbers = noise(vocabulary * depth, 2);
    const inputs = { hidden: input([tokens, depth]), targets: input([tokens], 'i32') };
    const cotangents = { dLogProb: input([tokens]), dEntropy: input([tokens]) };
    const gradientsOf = async (head: Tensor, given: HostArrays) => {
      const { logProb, entropy } = linearTokenStats(inputs.hidden, head, inputs.targets, { maxLogits: 2000 });
      const [dhidden, dhead] = vjp([logProb, entropy], Object.values(cotangents), [inputs.hidden, head]);
      const { plans, release } = device().compile({
        inputs: { ...inputs, ...cotangents, ...(head instanceof Variable ? {} : { head }) },
        outputs: { dhidden: dhidden!, dhead: dhead! },
      });
      const results = await plans[0].run({
        hidden: noise(tokens * depth, 1),
        targets: Int32Array.from({ length: tokens }, (_, i) => 50 * i),
        dLogProb: noise(tokens, 3),
        dEntropy: noise(tokens, 4),
        ...given,
      });
      release();
      return results;
    };
    const kept = await gradientsOf(device().variable([vocabulary, depth], numbers), {});
    expect(await gradientsOf(input([vocabulary, depth]), { head: numbers })).toEqual(kept);
  });

  // what sampling reports comes from whole rows of logits
  it.runIf(backend.startsWith('simd'))('has the bits of tokenStats, over several blocks too', async () => {
    const [rows, depth, vocabulary] = [9, 523, 9001];
    const inputs = {
      hidden: input([3, 3, depth]),
      head: input([vocabulary, depth]),
      targets: input([3, 3], 'i32'),
    };
    const whole = tokenStats(linear(inputs.hidden, inputs.head), inputs.targets);
    const parts = linearTokenStats(inputs.hidden, inputs.head, inputs.targets);
    const { plans, release } = device().compile({
      inputs,
      outputs: { whole: whole.logProb, wholeEntropy: whole.entropy, ...parts },
    });
    const results = await plans[0].run({
      hidden: noise(rows * depth, 1),
      head: noise(vocabulary * depth, 2),
      targets: Int32Array.from({ length: rows }, (_, i) => i * 1000),
    });
    release();
    expect(results.logProb).toEqual(results.whole);
    expect(results.entropy).toEqual(results.wholeEntropy);
  });
});

describe('linearTokenStats', () => {
  it('has no gradient of a head that is frozen', () => {
    const [hidden, head] = [input([2, 3]), input([5, 3])];
    const { logProb, entropy } = linearTokenStats(hidden, head, input([2], 'i32'), { frozenHead: true });
    const cotangents = [input([2]), input([2])];
    expect(() => vjp([logProb, entropy], cotangents, [head])).toThrow('does not influence the outputs');
  });

  it('names the shapes that do not fit', () => {
    expect(() => linearTokenStats(input([2, 3]), input([5, 4]), input([2], 'i32'))).toThrow(
      'linearTokenStats: head must have shape [*, 3]; got [5, 4]',
    );
  });
});
