import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Access, type Call, encode, encodedLength, type Instruction, withBarriers } from './program.ts';

const access: fc.Arbitrary<Access> = fc.record({
  space: fc.constantFrom('arena' as const, 'heap' as const),
  start: fc.integer({ min: 0, max: 6 }).map(n => n * 64),
  bytes: fc.integer({ min: 1, max: 4 }).map(n => n * 64),
  mode: fc.constantFrom('read' as const, 'write' as const),
  split: fc.constantFrom('each' as const, 'all' as const),
});

const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    kernel: fc.constantFrom('a', 'b'),
    units: fc.constantFrom(2, 3, 4),
    args: fc.array(fc.oneof(access, fc.record({ i32: fc.nat(9) })), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 12 },
);

/** Bytes of each thread's share of an access: what any of three threads may touch. */
function touched({ start, bytes, split }: Access, units: number, thread: number): [number, number] {
  if (split === 'all') return [start, start + bytes];
  const at = (t: number) => start + (bytes * Math.floor((t * units) / 3)) / units;
  return [at(thread), at(thread + 1)];
}

/** Whether two threads could meet: one writes bytes that another, running another call, touches. */
function race(a: Call, b: Call): boolean {
  for (const x of accesses(a)) {
    for (const y of accesses(b)) {
      if (x.space !== y.space || (x.mode === 'read' && y.mode === 'read')) continue;
      for (let s = 0; s < 3; s++) {
        for (let t = 0; t < 3; t++) {
          if (s === t) continue;
          const [p, q] = [touched(x, a.units, s), touched(y, b.units, t)];
          if (Math.max(p[0], q[0]) < Math.min(p[1], q[1])) return true;
        }
      }
    }
  }
  return false;
}

function accesses(call: Call): Access[] {
  return call.args.filter(arg => 'space' in arg);
}

/** The calls between two barriers. */
function stretches(program: readonly Instruction[]): Call[][] {
  const result: Call[][] = [[]];
  for (const it of program) {
    if (it === 'barrier') result.push([]);
    else result.at(-1)!.push(it);
  }
  return result;
}

describe('withBarriers', () => {
  test.prop([calls])('between two barriers no two calls can race', list => {
    const program = withBarriers(list);
    expect(program.filter(it => it !== 'barrier')).toEqual(list);
    for (const stretch of stretches(program)) {
      stretch.forEach((call, i) => {
        for (const earlier of stretch.slice(0, i)) expect(race(earlier, call)).toBe(false);
      });
    }
  });

  test.prop([fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 8 })])(
    'a chain in which each sequence touches only its own needs none',
    (length, units) => {
      const value = (i: number, mode: 'read' | 'write'): Access => ({
        space: 'arena',
        start: 64 * units * i,
        bytes: 64 * units,
        mode,
        split: 'each',
      });
      const weights: Access = { space: 'heap', start: 0, bytes: 640, mode: 'read', split: 'all' };
      const chain = Array.from({ length }, (_, i) => ({
        kernel: 'matmul',
        units,
        args: [value(i, 'read'), weights, value(i + 1, 'write')],
      }));
      expect(withBarriers(chain)).toEqual(chain);
    },
  );

  test.prop([calls])('puts no barrier that the calls since the last one do not ask for', list => {
    const parts = stretches(withBarriers(list));
    parts.slice(1).forEach((stretch, i) => {
      // merging a stretch with the next call would let accesses overlap
      const overlapping = parts[i]!.some(earlier => mayTouch(earlier, stretch[0]!));
      expect(overlapping).toBe(true);
    });
  });
});

function mayTouch(a: Call, b: Call): boolean {
  return accesses(a).some(x =>
    accesses(b).some(
      y =>
        x.space === y.space &&
        (x.mode === 'write' || y.mode === 'write') &&
        Math.max(x.start, y.start) < Math.min(x.start + x.bytes, y.start + y.bytes),
    ),
  );
}

describe('encode', () => {
  const index = new Map([['a', 3]]);

  it('lays out count, instructions and arguments', () => {
    const read: Access = { space: 'arena', start: 64, bytes: 64, mode: 'read', split: 'each' };
    const program: Instruction[] = [
      { kernel: 'a', units: 5, args: [read, { ...read, space: 'heap' }, { i32: -7 }] },
      'barrier',
      { kernel: 'a', units: 2, args: [{ f32: 1 }] },
    ];
    const words = encode(program, index, 1000, 4096);
    const first = 1000 + 4 * 10;
    expect([...words]).toEqual([3, 3, 5, first, -1, 0, 0, 3, 2, first + 12, 4096 + 64, 64, -7, 0x3f800000]);
    expect(words.length).toBe(encodedLength(program));
  });

  it('names a kernel that does not exist', () => {
    const program = [{ kernel: 'nope', units: 1, args: [] }];
    expect(() => encode(program, index, 0, 0)).toThrow('simd: no kernel is called nope');
  });
});
