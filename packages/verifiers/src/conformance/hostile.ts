const polynomial = '(3x^4-7x^3+2x-9)^{30}';

/**
 * Answers that broke other graders: catastrophic backtracking, towers of powers, deep nesting, sheer length.
 * None may hang, fail or pass for an answer.
 */
export const hostile: Readonly<Record<string, string>> = {
  'tower of powers': '9^{9^{9}}',
  'tower of years': '2003^{2002^{2001}}',
  'tower of tens': '10^{10^{10}}',
  'huge factorial': '(10^9)!',
  'long factorial': '100000!',
  'power expansion': '(a+b+c+d+e+f)^{30}',
  'high power': '(1+x)^{100000}',
  'almost equal': `${polynomial}+1-${polynomial}`,
  'long sum sign': '\\sum_{i=1}^{10^9} i',
  '1 MB of digits': '7'.repeat(1_000_000),
  '1 MB of additions': '1+'.repeat(500_000),
  '1 MB of spaces': ' '.repeat(1_000_000),
  '1 MB of newlines': '\n'.repeat(1_000_000),
  '1 MB of backslashes': '\\'.repeat(1_000_000),
  '1 MB of words': 'the answer is '.repeat(70_000),
  '1 MB of commas': ','.repeat(1_000_000),
  'a run that almost matches': `${'a'.repeat(100_000)}!`,
  'sentences without an end': 'no stop here '.repeat(20_000),
  'sentences of one letter': 'A. '.repeat(100_000),
  '2k nested fractions': `${'\\frac{1}{1+'.repeat(2_000)}1${'}'.repeat(2_000)}`,
  '10k nested braces': '{'.repeat(10_000) + '}'.repeat(10_000),
  '10k unclosed braces': '{'.repeat(10_000),
  '10k closing braces': '}'.repeat(10_000),
  '10k nested parentheses': '('.repeat(10_000) + ')'.repeat(10_000),
  '100k nested arrays': '['.repeat(100_000) + ']'.repeat(100_000),
  '100k openings': '\\boxed{'.repeat(100_000),
  '100k empty boxes': '\\boxed{}'.repeat(100_000),
  '100k square openings': '['.repeat(100_000),
  '100k thoughts': '<think></think>'.repeat(100_000),
  'unclosed thought': '<think>'.repeat(100_000),
  'lone surrogates': '\ud800\udc00\ud800'.repeat(1_000),
  'control characters': '\u0000\u001b[31m\u2028\u202e',
  prototype: '{"__proto__":{"status":"correct"},"constructor":{"prototype":{"score":true}}}',
};
