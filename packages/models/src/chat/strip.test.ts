import { Template } from '@huggingface/jinja';
import { expect, test } from 'vitest';
import { STRIP_FUNCTIONS, stripAsPython } from './strip.ts';

function render(source: string, text: unknown): string {
  const template = new Template(source);
  stripAsPython(template);
  return template.render({ ...STRIP_FUNCTIONS, text });
}

// what Python's Jinja gives for each
test.each([
  ['{{ text.strip() }}', ' \u001c\u0085 a \u00a0', 'a'],
  ['{{ text | trim }}', '\ufeff a \u200b ', '\ufeff a \u200b'],
  ["{{ text.lstrip('\\n') }}", '\n\n  a\n', '  a\n'],
  ["{{ text.rstrip('\\n') }}", '\n  a \n\n', '\n  a '],
  ["{{ text.strip('-]^\\\\') }}", '^-]\\a-^', 'a'],
  ["{{ text | trim('ab') }}", 'abcba', 'c'],
  ["{{ text.strip('😀') }}", '😀a😁😀', 'a😁'],
  ["{{ text.strip('') }}", ' a ', ' a '],
  ["{{ text.split('x')[-1].strip() + (text | trim | upper) }}", ' a x b ', 'bA X B'],
  ['{% if text.strip() == "a" %}{{ {"k": text.rstrip()}["k"] }}{% endif %}', ' a ', ' a'],
  ['{{ text.strip() }}', ' \n ', ''],
])('%s of %j is %j', (source, text, expected) => {
  expect(render(source, text)).toBe(expected);
});

test('what is no text cannot be stripped', () => {
  expect(() => render('{{ text | trim }}', 3)).toThrow('strip wants a text; got number');
});
