import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { testRows, toBatch } from '../../testing/batches.ts';
import { evaluate } from '../../testing/evaluate.ts';
import { batchObjectives, separableObjectives } from '../../testing/objectives.ts';
import { type Rows, surrogates } from '../../testing/surrogates.ts';

const objectives = [...separableObjectives, ...batchObjectives];
const step = 1e-5;

test('no two objectives share a name, and every surrogate is that of one', () => {
  const names = objectives.map(({ name }) => name);
  expect(Object.keys(surrogates).filter(name => !names.includes(name))).toEqual([]);
});

describe.each(objectives.map(objective => [objective.name, objective] as const))('%s', (name, objective) => {
  const truth = objective.reported ?? objective;

  test.prop([testRows, fc.nat()])('its gradient is the derivative of its loss', (rows, pick) => {
    const tokens = toTokens(rows);
    fc.pre(tokens.logProb.length > 0);
    const t = pick % tokens.logProb.length;
    const [below, above] = [moved(tokens, t, -step), moved(tokens, t, step)];
    const { gradient, flags } = evaluate(objective, tokens);
    const [left, right] = [evaluate(objective, below), evaluate(objective, above)];
    // not across a kink, nor where other tokens are chosen
    fc.pre(Math.abs(left.gradient[t]! - right.gradient[t]!) < 1e-2 * Math.max(1, Math.abs(gradient[t]!)));
    fc.pre(flags.every((flag, u) => flag === left.flags[u] && flag === right.flags[u]));
    const total = (side: Rows) =>
      surrogates[name] ? surrogateTotal(name, side, tokens) : evaluate(truth, side).total;
    const difference = (total(above) - total(below)) / (2 * step);
    expect(Math.abs(gradient[t]! - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(gradient[t]!)));
  });

  test.prop([testRows])('a surrogate shares the gradient of the loss it reports', rows => {
    const tokens = toTokens(rows);
    const [ours, reported] = [evaluate(objective, tokens), evaluate(truth, tokens)];
    for (const [t, gradient] of ours.gradient.entries()) {
      expect(gradient).toBeCloseTo(reported.gradient[t]!, 12);
    }
  });

  if (surrogates[name] && !name.startsWith('kl(')) {
    test.prop([testRows])('a surrogate has the value it is written with', rows => {
      const tokens = toTokens(rows);
      const { total } = evaluate(objective, tokens);
      const written = surrogateTotal(name, tokens, tokens);
      expect(Math.abs(total - written)).toBeLessThan(1e-9 * Math.max(1, Math.abs(total)));
    });
  }

  test.prop([testRows])('it reads and writes no token outside its mask', rows => {
    const tokens = toTokens(rows);
    const poisoned = { ...tokens };
    const arrays = [
      'logProb',
      'oldLogProb',
      'refLogProb',
      'rolloutLogProb',
      'entropy',
      'advantages',
    ] as const;
    for (const array of [...arrays, 'tokenWeights'] as const) {
      poisoned[array] = tokens[array].map((value, t) => (tokens.mask[t] ? value : Number.NaN));
    }
    expect(evaluate(objective, poisoned)).toEqual(evaluate(objective, tokens));
    const { loss, gradient, gradEntropy, flags } = evaluate(objective, poisoned);
    for (const [t, counts] of tokens.mask.entries()) {
      if (!counts) expect([loss[t], gradient[t], gradEntropy[t], flags[t]]).toEqual([0, 0, 0, 0]);
    }
  });

  test.prop([fc.constantFrom(-2, 0, 2)])('a token of no probability gives no NaN', advantage => {
    const [old, before] = [Float64Array.of(-1), Float64Array.of(-2)];
    const { gradient } = evaluate(objective, {
      logProb: Float64Array.of(Number.NEGATIVE_INFINITY),
      oldLogProb: old,
      refLogProb: before,
      rolloutLogProb: before,
      advantages: Float64Array.of(advantage),
      entropy: Float64Array.of(1),
      tokenWeights: Float64Array.of(1),
    });
    expect(gradient[0]).not.toBeNaN();
  });
});

function toTokens(rows: Parameters<typeof toBatch>[0]): Rows {
  const batch = toBatch(rows);
  const rowOf = rows.flatMap((row, i) => row.tokens.map(() => i));
  return {
    ...batch,
    mask: batch.responseMask,
    advantages: Float64Array.from(rowOf, row => rows[row]!.advantage),
    spanOf: t => [batch.rowOffsets[rowOf[t]!]!, batch.rowOffsets[rowOf[t]! + 1]!],
  };
}

function moved(tokens: Rows, t: number, by: number): Rows {
  const logProb = tokens.logProb.slice();
  logProb[t]! += by;
  return { ...tokens, logProb };
}

function surrogateTotal(name: string, now: Rows, fixed: Rows): number {
  let total = 0;
  for (const [t, counts] of now.mask.entries()) if (counts) total += surrogates[name]!(now, fixed, t);
  return total;
}
