import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { problems, tinyPolicy, verifier } from '../testing/tiny.ts';
import { batchIndices } from './batches.ts';
import { evaluate, scoresOf } from './evaluate.ts';
import { pretrain } from './pretrain.ts';
import { learningRate } from './schedule.ts';

const size = fc.integer({ min: 1, max: 40 });

describe('batchIndices', () => {
  test.prop([size, size, fc.integer()])('every epoch holds every problem once', (count, perStep, seed) => {
    const steps = count; // perStep whole epochs
    const drawn = Array.from({ length: steps }, (_, step) => batchIndices(count, perStep, seed, step)).flat();
    for (let epoch = 0; epoch < perStep; epoch++) {
      const order = drawn.slice(epoch * count, (epoch + 1) * count);
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });
});

describe('learningRate', () => {
  const schedule = { peak: 2, warmup: 4, floor: 0.1, decay: 'linear' } as const;

  it('warms up to the peak and falls towards the floor', () => {
    expect([0, 1, 3, 4].map(step => learningRate(schedule, step, 104))).toEqual([0.5, 1, 2, 2]);
    expect(learningRate(schedule, 103, 104)).toBeCloseTo(2 * (0.1 + 0.9 * 0.01), 12);
    expect(learningRate({ ...schedule, decay: 'none' }, 103, 104)).toBe(2);
    expect(learningRate({ ...schedule, decay: 'cosine' }, 54, 104)).toBeCloseTo(2 * (0.1 + 0.9 / 2), 12);
  });
});

describe('pretrain and evaluate', () => {
  it('a policy learns the task from examples, and is then found to solve it', async () => {
    const { policy, close } = await tinyPolicy();
    const options = { policy, verifier, problems, responseLength: 12 };
    expect((await evaluate(options)).accuracy).toBeLessThan(0.5);
    const losses: number[] = [];
    const run = pretrain({
      policy,
      examples: problems.map(({ prompt, experts }) => ({ prompt, completion: experts[0]! })),
      steps: 150,
      examplesPerStep: 20,
      schedule: { peak: 1e-2, warmup: 5, floor: 0.1, decay: 'cosine' },
      update: { clipNorm: 1 },
    });
    for await (const { metrics } of run) losses.push(metrics.loss!);
    expect(losses.at(-1)).toBeLessThan(0.1);
    const { accuracy, skipped, responses } = await evaluate(options);
    expect([accuracy, skipped]).toEqual([1, 0]);
    expect(responses[4]).toMatchObject({ id: '4', response: '4\n[4]', verdict: { status: 'correct' } });

    // sampled: each problem's responses are its own, and those there are already are not asked for again
    const sampling = { ...options, samples: 3, temperature: 1, seed: 5, requests: 7 };
    const whole = await evaluate(sampling);
    expect(whole.responses.map(({ id, sample }) => [id, sample]).slice(0, 4)).toEqual([
      ['0', 0],
      ['0', 1],
      ['0', 2],
      ['1', 0],
    ]);
    const answered = whole.responses.filter((_, i) => i % 4 !== 1);
    const { responses: rest } = await evaluate({ ...sampling, answered });
    expect(rest).toEqual(
      whole.responses
        .filter((_, i) => i % 4 === 1)
        .map(judged => ({ ...judged, verdict: expect.anything() })),
    );
    expect(rest.map(({ response }) => response)).toEqual(
      whole.responses.filter((_, i) => i % 4 === 1).map(({ response }) => response),
    );
    const { scores } = scoresOf(problems, whole.responses);
    expect(scores.map(({ length }) => length)).toEqual(Array(10).fill(3));
    await close();
  });

  it('counts what could not be judged, and the problems that are left with nothing', () => {
    const judged = (id: string, score: number | null) => ({
      id,
      sample: 0,
      response: '',
      truncated: false,
      verdict: { status: 'error' as const, score, reason: '', ms: 0 },
    });
    expect(
      scoresOf(problems.slice(0, 3), [judged('0', 1), judged('0', null), judged('1', null), judged('2', 0)]),
    ).toEqual({
      scores: [[1], [0]],
      skippedResponses: 2,
      skippedProblems: ['1'],
    });
  });

  it('says when there is no example', async () => {
    const { policy, close } = await tinyPolicy();
    const run = pretrain({
      policy,
      examples: [],
      steps: 2,
      examplesPerStep: 3,
      schedule: { peak: 1e-2, warmup: 0, floor: 0, decay: 'none' },
      update: {},
    });
    await expect(run.next()).rejects.toThrow('pretraining needs examples');
    await close();
  });
});
