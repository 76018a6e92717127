import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { parseCases } from './conformance/index.ts';
import { verifierByName, verifierNames } from './registry.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      '\\boxed{',
      '}',
      '<think>',
      '</think>',
      '1',
      '.5',
      '%',
      ' ',
      '\n',
      '*',
      '"',
      '[',
      '\\frac',
      'answer is ',
    ),
    maxLength: 40,
  }),
);

describe.each(verifierNames)('%s', name => {
  const verifier = verifierByName(name);
  const cases = parseCases(readFileSync(new URL(`./kinds/${name}/cases.jsonl`, import.meta.url), 'utf8'));
  const known = fc.constantFrom(...cases);

  test.prop([known, text, text], { numRuns: 60 })(
    'never throws, and scores what has a score',
    (it, gold, completion) => {
      for (const attempt of [
        { gold, completion },
        { gold: it.gold, completion },
      ]) {
        const { status, score, reason } = verifier.verify(attempt, it.options);
        // kinds that count tokens need to be told how many
        if (status === 'error') expect(reason).toContain('meta.tokens');
        const scored = ['correct', 'incorrect', 'no_answer'].includes(status);
        expect(scored ? Number.isFinite(score) : score === null).toBe(true);
      }
    },
  );

  test.prop([known, text], { numRuns: 60 })(
    'a gold is read the same way twice, and once is enough',
    (it, gold) => {
      const parsed = verifier.parseGold(gold, it.options);
      expect(verifier.parseGold(gold, it.options)).toEqual(parsed);
      if ('gold' in parsed) expect(verifier.parseGold(parsed.gold, it.options)).toEqual(parsed);
    },
  );
});
