import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { finalAnswer } from './finalAnswer.ts';

test.each([
  ['so \\boxed{17} or so', '17'],
  ['\\boxed{3} then \\fbox{17}', '17'],
  ['<answer> 17 </answer>', '17'],
  ['The answer is 17.\nBye', '17.'],
  ['**Final Answer:** 17', '17'],
  ['The answer is:\n\n17\nBye', '17'],
  ['#### 17', '17'],
  ['answer: 3, no, answer: 17', '17'],
  ['seventeen', 'seventeen'],
])('%s', (completion, answer) => {
  expect(finalAnswer(completion)?.text).toBe(answer);
});

test.each(['answer: 17, \\boxed{17', 'answer: 17 <answer>17'])('%s: truncated', completion => {
  expect(finalAnswer(completion)).toBeUndefined();
});

test.prop([fc.string(), fc.stringMatching(/^[a-z0-9]{1,9}$/)])('the last box states it', (before, answer) => {
  expect(finalAnswer(`${before}\\boxed{${answer}}`)).toEqual({ text: answer, where: 'the last box' });
});
