import { expect, test } from 'vitest';
import { numeric } from '../kinds/numeric/index.ts';
import { evaliteScorer } from './evalite.ts';
import { promptfooAssertion } from './promptfoo.ts';

test('promptfoo: the gold is a variable, the status decides', async () => {
  const assert = promptfooAssertion(numeric, { options: { absolute: 1 } });
  expect(await assert('it is 17', { vars: { gold: 17 } })).toEqual({
    pass: true,
    score: 1,
    reason: "correct: the completion holds the gold's number",
  });
  expect(await assert('it is 19', { vars: { gold: '17' }, prompt: 'how many?' })).toMatchObject({
    pass: false,
    score: 0,
  });
  const named = promptfooAssertion(numeric, { gold: 'answer' });
  expect((await named('17', { vars: { answer: '17' } })).pass).toBe(true);
});

test('promptfoo: a skip is an error, never a failure; so is a missing gold', async () => {
  const assert = promptfooAssertion(numeric);
  await expect(assert('17', { vars: { gold: 'many' } })).rejects.toThrow('skipped (gold_unparsable)');
  await expect(assert('17', { vars: { answer: '17' } })).rejects.toThrow(
    'for example vars: { gold: "17" }; received answer',
  );
});

test('evalite: the gold is what is expected; a skip is an error, never a 0', async () => {
  const { name, scorer } = evaliteScorer(numeric, { units: 'required' });
  expect(name).toBe('numeric');
  expect(await scorer({ input: 'how far?', output: '5000 m', expected: '5 km' })).toMatchObject({ score: 1 });
  expect(await scorer({ input: {}, output: '5', expected: '5 km' })).toMatchObject({
    score: 0,
    metadata: { status: 'incorrect' },
  });
  await expect(scorer({ input: '', output: '5', expected: 'far' })).rejects.toThrow(
    'skipped (gold_unparsable)',
  );
  await expect(scorer({ input: '', output: '5' })).rejects.toThrow('the row has no "expected"');
});
