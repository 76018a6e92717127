import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, difference } from './golden.ts';
import { runFolder } from './run.ts';

const shared = join(import.meta.dirname, '../../../shared/golden');

describe(existsSync(shared) ? 'golden values' : `golden values (absent: no folder ${shared})`, () => {
  const reports = existsSync(shared) ? runFolder(shared) : [];
  test.skipIf(reports.length === 0).each(reports.map(report => [report.file, report] as const))(
    '%s agrees',
    (_, report) => {
      expect(report.misses).toEqual([]);
      expect(report.agreed).toBe(report.total);
    },
  );
  test.skipIf(reports.length > 0)('nothing to compare with', () => undefined);
});

describe('difference', () => {
  test('is relative above 1, absolute below, and none between equal non-finite values', () => {
    expect(difference(check('x', 1e6, 1e6 + 1e-4))).toBeUndefined();
    expect(difference(check('x', 1e-12, 0))).toBeUndefined();
    expect(
      difference(check('x', ['NaN', 'Infinity'], [Number.NaN, Number.POSITIVE_INFINITY])),
    ).toBeUndefined();
    expect(difference(check('x', 1, 1 + 1e-8))).toMatch(/x: expected 1, received 1.00000001/);
    expect(difference(check('x', 'Infinity', 1))).toMatch(/expected Infinity, received 1/);
    expect(difference(check('x', 1, Number.NaN))).toMatch(/received NaN/);
    expect(difference(check('x', [[1, 2]], [[1, 3]]))).toMatch(/x\[0\]\[1\]: expected 2, received 3/);
    expect(difference(check('x', [1], [1, 2]))).toMatch(/expected \[1\], received \[1,2\]/);
  });
});

test('a throw is a miss, and so is what nothing handles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  const file = (name: string, cases: unknown[]) =>
    writeFileSync(join(folder, name), JSON.stringify({ cases }));
  const inputs = { response_id: [[1, 2, 3]], eos_token: 2 };
  file('eos_mask.json', [
    { name: 'right', inputs, outputs: { eos_mask: [[1, 1, 0]] } },
    { name: 'wrong', inputs, outputs: { eos_mask: [[1, 1, 1]] } },
    { name: 'broken', outputs: {} },
  ]);
  file('tea.json', [{}, {}]);
  const [eos, tea] = runFolder(folder);
  rmSync(folder, { recursive: true });
  expect(eos).toMatchObject({ agreed: 1, total: 3 });
  expect(eos!.misses[0]).toMatch(/^wrong: eos_mask\[0\]\[2\]: expected 1, received 0/);
  expect(eos!.misses[1]).toMatch(/^broken: threw/);
  expect(tea).toMatchObject({
    agreed: 0,
    total: 2,
    misses: ['0: no handler answers it', '1: no handler answers it'],
  });
});
