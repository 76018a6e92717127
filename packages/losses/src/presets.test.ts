import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { testRows, toBatch } from '../testing/batches.ts';
import { type PresetName, preset, presetNames } from './index.ts';

const options = { responseLength: 30, entropyCoefficient: 0.001 };

test.prop([testRows])('authors-code has the gradient of trapo times the number of rows', rows => {
  const batch = { ...toBatch(rows), entropy: new Float64Array(toBatch(rows).logProb.length) };
  const paper = preset('trapo', options)(batch).gradLogProb;
  const code = preset('authors-code', options)(batch).gradLogProb;
  code.forEach((gradient, t) => {
    expect(gradient).toBeCloseTo(paper[t]! * rows.length, 10);
  });
});

test.prop([testRows, fc.constantFrom(...presetNames)])(
  'every preset gives finite gradients',
  (rows, name) => {
    const { loss, gradLogProb } = preset(name, options)(toBatch(rows));
    expect(Number.isFinite(loss)).toBe(true);
    expect(gradLogProb.every(Number.isFinite)).toBe(true);
  },
);

test.prop([testRows])('plain-sft-prefix is trapo at alpha = 0, up to what is measured', rows => {
  const batch = toBatch(rows);
  expect(preset('plain-sft-prefix', options)(batch)).toEqual(
    preset('trapo', { ...options, alpha: 0 })(batch),
  );
});

test.prop([testRows])('chord at mu = 0 is the clip alone, at mu = 1 the weighted imitation alone', rows => {
  const batch = toBatch(rows);
  const [none, all] = [0, 1].map(mu => preset('chord', { responseLength: 30, mu })(batch).gradLogProb);
  batch.logProb.forEach((_, t) => {
    if (batch.prefixMask[t]) expect(none![t]).toBe(0);
    else expect(all![t]).toBe(0);
  });
});

test.prop([testRows])('a penalty is added at its weight', rows => {
  const batch = toBatch(rows);
  const at = (beta: number) => preset('grpo', { responseLength: 30, beta })(batch);
  const penalty = at(1).loss - at(0).loss;
  expect(penalty).toBeGreaterThanOrEqual(-1e-9);
  expect(at(0.5).metrics.kl! * 2).toBeCloseTo(penalty, 9);
});

test.prop([testRows])('prefix-rft learns from a prefix token as from one of its own', rows => {
  const batch = toBatch(rows);
  const every = batch.responseMask.map(counts => counts);
  const own = { ...batch, prefixMask: every.map(() => 0), sftMask: every.map(() => 0) };
  const loss = preset('prefix-rft', { responseLength: 30 });
  const given = loss({ ...batch, prefixMask: every, sftMask: every });
  expect(given.gradLogProb).toEqual(loss(own).gradLogProb);
});

test('a preset that does not exist, or an option it would ignore, is refused', () => {
  expect(() => preset('trapoo' as PresetName, options)).toThrow(
    /choose one of trapo, authors-code, plain-sft-prefix/,
  );
  expect(() => preset('grpo', { ...options, alpha: 0.1 })).toThrow(
    /'grpo' takes no alpha \(received 0.1\): it is for trapo/,
  );
});
