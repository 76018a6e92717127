import { openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Decoder } from '../decoder/decoder.ts';
import { rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { Critic, VALUE_HEAD, type ValueObjective } from './critic.ts';
import { Learner } from './learner.ts';
import { Scorer } from './scorer.ts';

type Device = Awaited<ReturnType<typeof openDevice>>;
let device: Device;
beforeAll(async () => {
  device = await openDevice({ backend: 'simd', threads: 2 });
});
afterAll(() => device.close());

const rows = rowsOf([9, 5, 13, 9, 7], 3);
const weights = weightsOf(TINY, 8);
/** What a value has to learn: a number for each row. */
const target = (row: number) => 0.3 * row - 0.5;
const squared: ValueObjective = (indices, values) =>
  values.map((each, i) => each.map(value => (value - target(indices[i]!)) / 20));

test('values begin at 0, one before each scored token, and learn what rows are worth', async () => {
  const critic = new Critic(new Decoder(device, TINY, weights), { tokensPerBatch: 40 });
  const before = await critic.values(rows);
  expect(before.map(({ length }) => length)).toEqual(rows.map(({ tokens, start }) => tokens.length - start));
  for (const values of before) expect(values.every(value => value === 0)).toBe(true);
  for (let step = 0; step < 150; step++) {
    await critic.accumulate(rows, squared);
    await critic.step({ learningRate: 1e-2, weightDecay: 0 });
  }
  const after = await critic.values(rows);
  after.forEach((values, row) => {
    for (const value of values) expect(Math.abs(value - target(row))).toBeLessThan(0.1);
  });
  critic.dispose();
});

test('its gradient is that of central differences', async () => {
  const critic = new Critic(new Decoder(device, TINY, weights), { tokensPerBatch: 40 });
  const head = Float32Array.from({ length: TINY.hidden_size }, (_, i) => Math.sin(i));
  const base = new Map([...(await critic.weights()), [VALUE_HEAD, head]]);
  critic.load(base);
  await critic.accumulate(rows, squared);
  const { moments } = await (async () => {
    await critic.step({ learningRate: 0, weightDecay: 0, beta1: 0 });
    return critic.state();
  })();
  const loss = async (name: string, at: number, change: number) => {
    const moved = new Map(base);
    moved.set(
      name,
      base.get(name)!.map((value, i) => (i === at ? value + change : value)),
    );
    critic.load(moved);
    const values = await critic.values(rows);
    return values.reduce(
      (sum, each, row) => sum + each.reduce((s, v) => s + (v - target(row)) ** 2 / 40, 0),
      0,
    );
  };
  for (const name of [VALUE_HEAD, 'model.norm.weight', 'model.layers.0.mlp.down_proj.weight']) {
    const numeric = ((await loss(name, 1, 1e-2)) - (await loss(name, 1, -1e-2))) / 2e-2;
    // with beta1 = 0 the first moment is the gradient
    expect(Math.abs(moments.get(`${name}.exp_avg`)![1]! - numeric), name).toBeLessThan(
      2e-3 * Math.max(1, Math.abs(numeric)),
    );
  }
  critic.dispose();
});

test('it goes on from its weights and state to the bit, and refuses those of another', async () => {
  const update = async (critic: Critic) => {
    await critic.accumulate(rows, squared);
    return (await critic.step({ learningRate: 1e-2 })).gradientNorm;
  };
  const [first, second] = [0, 1].map(() => new Critic(new Decoder(device, TINY, weights)));
  await update(first!);
  const [saved, state] = [await first!.weights(), await first!.state()];
  const norm = await update(first!);
  second!.load(saved);
  second!.restore(state);
  expect(await update(second!)).toBe(norm);
  expect(await second!.weights()).toEqual(await first!.weights());
  saved.delete(VALUE_HEAD);
  expect(() => second!.load(saved)).toThrow(
    `critic: ${VALUE_HEAD} has ${TINY.hidden_size} numbers; it is missing`,
  );
  for (const critic of [first!, second!]) critic.dispose();
});

test('a scorer gives what a learner gives, to the bit', async () => {
  const decoder = new Decoder(device, TINY, weights);
  const [scorer, learner] = [
    new Scorer(decoder, { tokensPerBatch: 40 }),
    new Learner(decoder, { tokensPerBatch: 40 }),
  ];
  expect(await scorer.score(rows)).toEqual(await learner.score(rows));
  scorer.dispose();
  learner.dispose();
  decoder.dispose();
});
