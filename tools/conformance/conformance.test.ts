import { describe, expect, it } from 'vitest';
import { failed, HEADER, toLines } from './report.ts';
import { ROWS, type Row } from './rows.ts';
import { runRow } from './runRow.ts';

const one = { seed: 1, runs: 1, only: 'sqrt' };
const named = (name: string): Row => ROWS.find(row => row.name === name)!;

describe('a row of the conformance run', () => {
  it('counts operations and tells the worst errors', async () => {
    const progress: string[] = [];
    const outcome = await runRow(
      named('simd 128-bit'),
      one,
      (...counts) => void progress.push(counts.join()),
    );
    expect(progress).toEqual(['0,1', '1,1']);
    expect(failed(outcome)).toBe(false);
    expect(toLines(outcome)).toHaveLength(1);
    expect(toLines(outcome)[0]).toMatch(/^simd 128-bit +1\/1 +\d\.\de-\d+ +\d\.\de-\d+ +\d/);
    expect(toLines(outcome)[0]!.indexOf('1/1')).toBe(HEADER.indexOf('operations'));
  });

  it('says that a backend is absent, and fails where it must not be', async () => {
    const absent = await runRow(named('gpu.js headlessgl'), one, () => {});
    if (!absent.absent) return expect(absent.verdicts).toHaveLength(1);
    expect(toLines(absent)[0]).toMatch(/^gpu\.js headlessgl +absent: .*package gl/);
    expect(failed(absent)).toBe(false);
    const wanted = await runRow({ ...named('gpu.js headlessgl'), optional: false }, one, () => {});
    expect(failed(wanted)).toBe(true);
    expect(toLines(wanted).join('\n')).toContain('0/0');
  });

  it('puts failing suites below', async () => {
    const outcome = await runRow(named('simd 128-bit'), one, () => {});
    const verdicts = [{ ...outcome.verdicts[0]!, failure: 'too far off' }];
    expect(failed({ ...outcome, verdicts })).toBe(true);
    expect(toLines({ ...outcome, verdicts })).toEqual([
      expect.stringContaining('0/1'),
      '  sqrt: too far off',
    ]);
  });
});
