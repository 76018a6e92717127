/** What a gold is here: the tests of a problem, as JSON. */

export type Language = 'python' | 'javascript';

/** A test: an expression with its value, or a program's input with its output. */
export type CodeTest =
  | { readonly expression: string; readonly equals: unknown }
  | { readonly input: string; readonly output: string };

export interface CodeGold {
  readonly language: Language;
  readonly tests: readonly CodeTest[];
}

const example =
  '{"language":"python","tests":[{"expression":"add(1, 2)","equals":3},{"input":"1 2","output":"3"}]}';

/**
 * Reads a gold. Whole numbers keep their digits: those beyond 2^53 are bigints.
 *
 * @throws SyntaxError with an example, where it is none
 */
export function parseGold(text: string): CodeGold {
  const wrong = (what: string) => new SyntaxError(`${what}; tests are like ${example}`);
  let gold: Partial<CodeGold>;
  try {
    gold = parseValue(text) as Partial<CodeGold>;
  } catch (error) {
    throw wrong((error as Error).message);
  }
  if (typeof gold !== 'object' || gold === null) throw wrong('the gold is no object');
  const { language, tests } = gold;
  if (language !== 'python' && language !== 'javascript')
    throw wrong(`"language" is python or javascript, not ${JSON.stringify(language)}`);
  if (!Array.isArray(tests) || tests.length === 0) throw wrong('"tests" is a list of one or more');
  const odd = tests.findIndex(test => !isTest(test));
  if (odd >= 0)
    throw wrong(`test ${odd + 1} is neither an expression with its value nor an input with its output`);
  return { language, tests };
}

function isTest(test: unknown): test is CodeTest {
  if (typeof test !== 'object' || test === null) return false;
  const keys = Object.keys(test).sort().join();
  const { expression, input, output } = test as Record<string, unknown>;
  if (keys === 'equals,expression') return typeof expression === 'string' && expression.trim() !== '';
  return keys === 'input,output' && typeof input === 'string' && typeof output === 'string';
}

/** JSON, with whole numbers beyond 2^53 as bigints. */
export function parseValue(text: string): unknown {
  const exact = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context!.source!)
      : value;
  return JSON.parse(text, exact);
}
