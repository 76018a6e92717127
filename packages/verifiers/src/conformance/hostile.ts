/**
 * Answers that broke other graders: catastrophic backtracking, towers of powers, deep nesting, sheer length.
 * None may hang, throw or come out correct.
 */
export const hostile: Readonly<Record<string, string>> = {
  'tower of powers': '9^{9^{9}}',
  'huge factorial': '(10^9)!',
  'power expansion': '(a+b+c+d+e+f)^{30}',
  'long sum sign': '\\sum_{i=1}^{10^9} i',
  '1 MB of digits': '7'.repeat(1_000_000),
  '1 MB of additions': '1+'.repeat(500_000),
  '1 MB of spaces': ' '.repeat(1_000_000),
  '1 MB of backslashes': '\\'.repeat(1_000_000),
  '10k nested braces': '{'.repeat(10_000) + '}'.repeat(10_000),
  '10k unclosed braces': '{'.repeat(10_000),
  '10k closing braces': '}'.repeat(10_000),
  '10k nested parentheses': '('.repeat(10_000) + ')'.repeat(10_000),
  '100k openings': '\\boxed{'.repeat(100_000),
  '100k empty boxes': '\\boxed{}'.repeat(100_000),
  '100k square openings': '['.repeat(100_000),
  '100k thoughts': '<think></think>'.repeat(100_000),
  'unclosed thought': '<think>'.repeat(100_000),
  'lone surrogates': '\ud800\udc00\ud800'.repeat(1_000),
  'control characters': '\u0000\u001b[31m\u2028\u202e',
};
