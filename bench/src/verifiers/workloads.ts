// What verifiers are timed on: Math-Verify's own cases, and long responses with the answer at the end.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchmarkGolds, SHARED } from './golds.ts';
import type { Config, JudgedCase } from './mathVerify.ts';
import { mulberry } from './random.ts';

interface SharedCase {
  readonly kind: string;
  readonly gold: string;
  readonly pred: string;
  readonly gold_extraction: readonly Config[];
  readonly pred_extraction: readonly Config[];
  readonly options: { readonly precision?: number };
}

/** The cases of Math-Verify's tests that compare, each with its own configurations. */
export function ownCases(): readonly JudgedCase[] {
  const file = join(SHARED, 'verifier-cases/math-verify.json');
  const cases = JSON.parse(readFileSync(file, 'utf8')) as SharedCase[];
  return cases
    .filter(({ kind }) => kind === 'verify')
    .map(({ gold, pred, gold_extraction, pred_extraction, options }) => ({
      gold,
      answer: pred,
      goldConfigs: gold_extraction,
      answerConfigs: pred_extraction,
      precision: options.precision ?? 6,
    }));
}

/** 8,192 tokens at some four characters each. */
const CHARACTERS = 4 * 8192;

const sentences = [
  'Let us consider the case where $n = {}$ and see what follows.',
  'Substituting gives \\[ x^2 - {}x + 6 = 0, \\] whose discriminant is $\\Delta = {}$.',
  'Wait, that does not look right, since $\\frac{{}}{7}$ is not an integer.',
  'So the answer might be {}, but we have to check the other case as well.',
  'By symmetry we may assume that $a \\le b$, so $a + b = {}$ holds.',
  'There are $\\binom{{}}{2}$ ways to choose them, which is {} in total.',
];

/** Reasoning of 8,192 tokens that ends in a box with the gold. */
export function longResponses(count: number): readonly JudgedCase[] {
  const random = mulberry(1);
  const golds = benchmarkGolds();
  return Array.from({ length: count }, () => {
    const gold = golds[Math.floor(random() * golds.length)]!.replaceAll('$', '');
    let text = '';
    while (text.length < CHARACTERS) {
      const sentence = sentences[Math.floor(random() * sentences.length)]!;
      text += `${sentence.replaceAll('{}', () => String(Math.floor(random() * 1000)))}\n`;
    }
    return { gold: `$${gold}$`, answer: `${text}Therefore the answer is $\\boxed{${gold}}$.` };
  });
}
