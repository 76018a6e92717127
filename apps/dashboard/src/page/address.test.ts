import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { read, tabs, type View, written } from './address.ts';

const name = fc.string({ minLength: 1 });
const some = fc.option(fc.array(name, { maxLength: 4 }), { nil: undefined });
const step = fc.option(fc.nat(), { nil: undefined });
const view: fc.Arbitrary<View> = fc.record({
  tab: fc.constantFrom(...tabs),
  runs: some,
  stages: some,
  smooth: fc.integer({ min: 0, max: 99 }).map(hundredths => hundredths / 100),
  log: fc.boolean(),
  from: step,
  to: step,
  find: fc.string(),
  source: fc.option(name, { nil: undefined }),
  step,
  prompt: fc.nat(),
  each: fc.boolean(),
  same: fc.boolean(),
});

describe('the address of a view', () => {
  test.prop([view])('is read back as the same view', shown => {
    expect(read(`#${written(shown)}`)).toEqual(shown);
  });

  test.prop([fc.string()])('is never more than a view, whatever stands there', hash => {
    const { tab, smooth, from, prompt } = read(hash);
    expect(tabs).toContain(tab);
    expect(smooth).toBeGreaterThanOrEqual(0);
    expect(smooth).toBeLessThan(1);
    for (const number of [from, prompt]) expect(number === undefined || Number.isFinite(number)).toBe(true);
  });

  it('is empty where all is as usual', () => {
    expect(written(read(''))).toBe('');
    expect(written(read('#tab=curves&smooth=nonsense&tabs=x'))).toBe('');
  });
});
