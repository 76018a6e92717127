import { expect, test } from 'vitest';
import { extractCode } from './extractCode.ts';

test.each([
  ['x = 1', 'x = 1'],
  ['a\n```python\nx = 1\n```\nb', 'x = 1\n'],
  ['```py\nx = 1\n```\n```python\nx = 2\n```', 'x = 2\n'],
  ['```python\nx = 1\n```\n```\nout\n```', 'x = 1\n'],
  ['```\nx = 1\n```', 'x = 1\n'],
  ['```js\nx = 1\n```', undefined],
  ['```python\nx = 1', undefined],
  ['  ', undefined],
])('%j', (completion, code) => {
  expect(extractCode(completion, 'python')).toBe(code);
});
