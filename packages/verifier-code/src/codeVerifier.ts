import {
  type AsyncVerifier,
  type Attempt,
  afterThought,
  type Budget,
  BudgetExceeded,
  type CommonSettings,
  checkLength,
  defaultBudget,
  flag,
  type Options,
  oneOf,
  readOptions,
  type Verdict,
  whole,
} from '@trapo/verifiers';
import { sameOutput, sameValue } from './compare.ts';
import { extractCode } from './extractCode.ts';
import { type CodeGold, type CodeTest, type Language, parseGold, parseValue } from './gold.ts';
import type { Outcome } from './messages.ts';
import { openSandbox, type Result, type Sandbox } from './sandbox.ts';

interface Settings extends CommonSettings {
  /** Milliseconds for all tests of an answer, after which its interpreter is killed; 5,000 unless told. */
  readonly timeMs: number;
  /** Megabytes of the interpreter; 256 unless told. */
  readonly memoryMb: number;
  /** Characters that may be printed in a test; 100,000 unless told. */
  readonly outputCharacters: number;
  /** 1 only where every test passes (`all`, the default), or the share that does (`share`). The status is the same. */
  readonly score: 'all' | 'share';
}

/** The options of a code verifier, each with a default. */
export type CodeOptions = Partial<Settings>;

/** A verifier that holds workers: close it when it is no longer needed. */
export interface CodeVerifier extends AsyncVerifier<CodeOptions> {
  close(): void;
}

const known: Options<Settings> = {
  timeMs: whole(5_000, { min: 1 }),
  memoryMb: whole(256, { min: 40 }),
  outputCharacters: whole(100_000, { min: 1 }),
  score: oneOf<'all' | 'share'>('all', 'share'),
  afterThink: flag(true),
};

/** The longest program: parsers take time and stack that no step counts. */
const LONGEST = 65_536;

type Judgement = Omit<Verdict, 'ms'>;

/**
 * Rewards a program that passes the gold's tests. It runs in WebAssembly in a worker, without files and network; what the tests
 * expect stays outside, so that no program can find it, patch it or skip it.
 *
 * @throws RangeError when there are to be less than one worker
 */
export function codeVerifier({ workers = 1 }: { readonly workers?: number } = {}): CodeVerifier {
  if (!Number.isInteger(workers) || workers < 1)
    throw new RangeError(
      `workers is a whole number above 0, for example { workers: 2 }; received ${workers}`,
    );
  const sandboxes: Readonly<Record<Language, readonly Sandbox[]>> = {
    python: Array.from({ length: workers }, () => openSandbox('python')),
    javascript: Array.from({ length: workers }, () => openSandbox('javascript')),
  };
  const turns: Record<Language, number> = { python: 0, javascript: 0 };
  const nextOf = (language: Language) => sandboxes[language][turns[language]++ % workers]!;
  return {
    name: 'code',
    golds: 'specification',
    parseGold(gold, options) {
      readOptions('code', known, options ?? {});
      const read = readGold(gold);
      return 'tests' in read ? { gold: gold.trim() } : read;
    },
    async verify(attempt, options, budget) {
      const start = performance.now();
      const settings = readOptions('code', known, options ?? {});
      const judgement = await judge(attempt, settings, { ...defaultBudget, ...budget }, nextOf);
      return { ...judgement, ms: performance.now() - start };
    },
    close() {
      for (const sandbox of Object.values(sandboxes).flat()) sandbox.close();
    },
  };
}

function readGold(gold: string): CodeGold | { readonly reason: string } {
  try {
    return parseGold(gold);
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

async function judge(
  attempt: Attempt,
  settings: Settings,
  budget: Budget,
  sandboxOf: (language: Language) => Sandbox,
): Promise<Judgement> {
  try {
    checkLength(attempt, budget);
    const gold = readGold(attempt.gold);
    if (!('tests' in gold)) return skip('gold_unparsable', gold.reason);
    const completion = settings.afterThink ? afterThought(attempt.completion) : attempt.completion;
    const code = extractCode(completion, gold.language);
    if (code === undefined) return { status: 'no_answer', score: 0, reason: 'there is no program' };
    if (code.length > LONGEST)
      throw new BudgetExceeded(`the program has ${code.length} characters, over ${LONGEST}`);
    // what is expected stays here
    const tasks = gold.tests.map(test =>
      'input' in test ? { input: test.input } : { expression: test.expression },
    );
    const limits = { ...settings, steps: budget.steps };
    const result = await sandboxOf(gold.language).run({ code, tasks, limits }, settings.timeMs);
    return judged(result, gold.tests, code, settings);
  } catch (error) {
    const reason = (error as Error).message;
    return skip(error instanceof BudgetExceeded ? 'timeout' : 'error', reason);
  }
}

function judged(
  result: Result,
  tests: readonly CodeTest[],
  code: string,
  { score, timeMs }: Settings,
): Judgement {
  if ('late' in result) return skip('timeout', `killed: not done after ${timeMs} ms`);
  if ('broken' in result)
    return {
      status: 'incorrect',
      score: 0,
      extracted: code,
      reason: `the program breaks its interpreter: ${result.broken.slice(0, 200)}`,
    };
  const spent = result.outcomes.find(outcome => 'exhausted' in outcome);
  if (spent && 'exhausted' in spent) return skip('timeout', spent.exhausted);
  const failures = tests.map((test, i) => failure(test, result.outcomes[i]!));
  const failed = failures.filter(reason => reason !== undefined);
  const share = 1 - failed.length / tests.length;
  return {
    status: failed.length === 0 ? 'correct' : 'incorrect',
    score: score === 'share' ? share : Math.floor(share),
    extracted: code,
    reason: failed[0] ?? `all ${tests.length} tests pass`,
    trace: failures.map((reason, i) => `test ${i + 1}: ${reason ?? 'passes'}`),
  };
}

/** Why a test fails; undefined where it passes. */
function failure(test: CodeTest, outcome: Outcome): string | undefined {
  if ('fault' in outcome) return outcome.fault;
  if ('input' in test) {
    const right = 'output' in outcome && sameOutput(outcome.output, test.output);
    return right ? undefined : 'the output is another';
  }
  const right = 'value' in outcome && sameValue(parseValue(outcome.value), test.equals);
  return right ? undefined : `${test.expression.slice(0, 80)} has another value`;
}

const skip = (status: 'timeout' | 'error' | 'gold_unparsable', reason: string): Judgement => ({
  status,
  score: null,
  reason,
});
