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

test('a preset that does not exist, or an option it would ignore, is refused', () => {
  expect(() => preset('trapoo' as PresetName, options)).toThrow(/choose one of trapo, authors-code, grpo/);
  expect(() => preset('grpo', { ...options, alpha: 0.1 })).toThrow(/'grpo' takes no alpha \(received 0.1\)/);
});
