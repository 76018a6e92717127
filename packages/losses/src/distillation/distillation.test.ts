import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { windowOf } from '../window.ts';
import { type DistillationBatch, distillation } from './distillation.ts';
import type { Divergence } from './divergence.ts';
import { forwardKl } from './forwardKl.ts';
import { generalisedJsd } from './generalisedJsd.ts';
import { reverseKl } from './reverseKl.ts';

const vocabulary = 4;
const logits = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), {
  minLength: vocabulary,
  maxLength: vocabulary,
});
const testRows = fc.array(
  fc.array(fc.record({ student: logits, teacher: logits, counts: fc.constantFrom(0, 1, 1) }), {
    maxLength: 3,
  }),
  { minLength: 1, maxLength: 3 },
);
type TestRows = { student: number[]; teacher: number[]; counts: number }[][];

function toBatch(rows: TestRows): DistillationBatch & { responseMask: Uint8Array; studentLogits: number[] } {
  const tokens = rows.flat();
  const rowOffsets = [0];
  for (const row of rows) rowOffsets.push(rowOffsets.at(-1)! + row.length);
  return {
    rowOffsets,
    vocabulary,
    studentLogits: tokens.flatMap(token => token.student),
    teacherLogits: tokens.flatMap(token => token.teacher),
    responseMask: Uint8Array.from(tokens, token => token.counts),
  };
}

/** The loss of one token. */
function one(divergence: Divergence, student: number[], teacher: number[]): number {
  return distillation({ divergence })(toBatch([[{ student, teacher, counts: 1 }]])).loss;
}

/** List a new divergence here. */
const divergences = [forwardKl, reverseKl, generalisedJsd(0.1), generalisedJsd(0.5), generalisedJsd(0.9)];

describe.each(divergences.map(divergence => [divergence.name, divergence] as const))(
  '%s',
  (_, divergence) => {
    test.prop([logits, logits])('is never negative, and zero when the two are equal', (student, teacher) => {
      expect(one(divergence, student, teacher)).toBeGreaterThan(-1e-12);
      const shifted = student.map(z => z + 3);
      expect(one(divergence, student, shifted)).toBeCloseTo(0, 12);
    });

    test.prop([testRows, fc.constantFrom(0.5, 1, 2), fc.nat()])(
      'its gradient is the central difference of the loss',
      (rows, temperature, pick) => {
        const batch = toBatch(rows);
        fc.pre(batch.studentLogits.length > 0);
        const loss = distillation({ divergence, temperature });
        const j = pick % batch.studentLogits.length;
        const moved = (by: number) =>
          loss({ ...batch, studentLogits: batch.studentLogits.map((z, i) => (i === j ? z + by : z)) }).loss;
        const difference = (moved(1e-4) - moved(-1e-4)) / 2e-4;
        const gradient = loss(batch).gradLogits[j]!;
        expect(Math.abs(gradient - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)));
      },
    );

    test.prop([testRows])('masked tokens are never read and get exactly zero', rows => {
      const nothing = {
        student: [Number.NaN, 1, 1, 1],
        teacher: Array<number>(4).fill(-Infinity),
        counts: 0,
      };
      const poisoned = rows.map(row => row.map(token => (token.counts ? token : nothing)));
      const result = distillation({ divergence })(toBatch(poisoned));
      expect(result).toEqual(distillation({ divergence })(toBatch(rows)));
      rows.flat().forEach(({ counts }, t) => {
        if (counts) return;
        expect(Array.from(result.gradLogits.subarray(t * 4, t * 4 + 4))).toEqual([0, 0, 0, 0]);
      });
    });

    test('what neither can say takes no part', () => {
      const banned = (values: number[]) => [...values, Number.NEGATIVE_INFINITY];
      const with4 = toBatch([[{ student: banned([1, 2, 3]), teacher: banned([3, 1, 0]), counts: 1 }]]);
      const { loss, gradLogits } = distillation({ divergence })(with4);
      const with3 = { ...with4, vocabulary: 3, studentLogits: [1, 2, 3], teacherLogits: [3, 1, 0] };
      const small = distillation({ divergence })(with3);
      expect(loss).toBeCloseTo(small.loss, 12);
      expect(Array.from(gradLogits)).toEqual([...small.gradLogits, 0].map(g => expect.closeTo(g, 12)));
    });
  },
);

test.prop([logits, logits])('at beta 0.5 the JSD is symmetric, and at most log 2', (student, teacher) => {
  const jsd = generalisedJsd(0.5);
  expect(one(jsd, student, teacher)).toBeCloseTo(one(jsd, teacher, student), 12);
  expect(one(jsd, student, teacher)).toBeLessThan(Math.LN2 + 1e-12);
});

test.prop([logits, logits])('beta turned round is student and teacher changed', (student, teacher) => {
  expect(one(generalisedJsd(0.2), student, teacher)).toBeCloseTo(
    one(generalisedJsd(0.8), teacher, student),
    12,
  );
  expect(one(forwardKl, student, teacher)).toBeCloseTo(one(reverseKl, teacher, student), 9);
});

test.prop([testRows, testRows])('micro-batches of a window add up to it', (some, others) => {
  const loss = distillation({ divergence: generalisedJsd(0.3), temperature: 2 });
  const whole = loss(toBatch([...some, ...others]));
  const window = windowOf(toBatch(some), toBatch(others));
  const parts = [some, others].map(part => loss(toBatch(part), window));
  expect(parts[0]!.loss + parts[1]!.loss).toBeCloseTo(whole.loss, 9);
  expect(parts.flatMap(part => Array.from(part.gradLogits))).toEqual(Array.from(whole.gradLogits));
});

describe('what has no finite answer, or does not fit, is refused', () => {
  const sure = [0, 0, 0, 0];
  const silent = [0, 0, 0, Number.NEGATIVE_INFINITY];
  test('a token that only one of the two can say', () => {
    expect(() => one(forwardKl, silent, sure)).toThrow(/forwardKl is infinite: the teacher gives token id 3/);
    expect(() => one(reverseKl, sure, silent)).toThrow(/reverseKl is infinite: the student gives token id 3/);
    expect(one(forwardKl, sure, silent)).toBeCloseTo(Math.log(4 / 3), 12);
    expect(one(generalisedJsd(0.5), sure, silent)).toBeLessThan(Math.LN2);
    expect(one(generalisedJsd(0.5), silent, sure)).toBeGreaterThan(0);
  });

  test('options and shapes', () => {
    expect(() => generalisedJsd(1.2)).toThrow(/in \[0, 1\], e.g. 0.5; received 1.2/);
    expect(() => distillation({ divergence: forwardKl, temperature: 0 })).toThrow(
      /temperature is a positive number/,
    );
    const batch = { ...toBatch([[{ student: sure, teacher: sure, counts: 1 }]]), teacherLogits: [1] };
    expect(() => distillation({ divergence: forwardKl })(batch)).toThrow(
      /teacherLogits holds vocabulary numbers for each token.*received 1 for 1 tokens of a vocabulary of 4/,
    );
  });
});
