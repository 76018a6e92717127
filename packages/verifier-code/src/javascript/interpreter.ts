/** JavaScript in WebAssembly: a fresh QuickJS runtime for every test. */
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import type { Job, Limits, Outcome, Task } from '../messages.ts';

const MEGABYTE = 1_048_576;
/** QuickJS asks whether to go on about once in so many steps. */
const INTERRUPT = 10_000;
/** Steps that a promise's turn counts for. */
const JOB = 1_000;
/** How the fault of a program that prints too much begins. */
const FLOOD = 'it prints';
/** Bytes of stack: deeper recursion is the program's InternalError. */
const STACK = 256 * 1024;

export async function startJavaScript(): Promise<(job: Job) => readonly Outcome[]> {
  const quickjs = await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant);

  function runTask(code: string, task: Task, limits: Limits): Outcome {
    const runtime = quickjs.newRuntime();
    try {
      runtime.setMemoryLimit(limits.memoryMb * MEGABYTE);
      runtime.setMaxStackSize(STACK);
      let steps = 0;
      let exhausted = false;
      runtime.setInterruptHandler(() => {
        steps += INTERRUPT;
        exhausted ||= steps > limits.steps;
        return exhausted;
      });
      const context = runtime.newContext();
      try {
        const stop = () => {
          exhausted = true;
        };
        const outcome = evaluate(context, code, task, limits, stop);
        return exhausted && !('fault' in outcome && outcome.fault.startsWith(FLOOD))
          ? { exhausted: `it takes more than ${limits.steps} steps` }
          : outcome;
      } finally {
        context.dispose();
      }
    } finally {
      runtime.dispose();
    }
  }

  return ({ code, tasks, limits }) => tasks.map(task => runTask(code, task, limits));
}

function evaluate(
  context: QuickJSContext,
  code: string,
  task: Task,
  { outputCharacters, steps }: Limits,
  stop: () => void,
): Outcome {
  let printed = '';
  let left = outputCharacters;
  const print = (...args: QuickJSHandle[]) => {
    const line = `${args.map(arg => shown(context, arg)).join(' ')}\n`;
    left -= line.length;
    if (left >= 0) printed += line;
    else stop();
  };
  const flood: Outcome = { fault: `${FLOOD} more than ${outputCharacters} characters` };
  const lines = 'input' in task ? task.input.replace(/\n$/, '').split('\n') : [];
  giveGlobals(context, print, lines);
  // taken before the program can change it; what it makes of its own objects is the program's answer
  const stringify = context.evalCode('JSON.stringify');
  if (stringify.error) return dropped(stringify, { fault: 'there are no steps to start with' });
  const write = stringify.value;
  try {
    const ran = context.evalCode(code, 'answer.js');
    if (left < 0) return dropped(ran, flood);
    if (ran.error) return { fault: `the program throws ${fault(context, ran.error)}` };
    ran.value.dispose();
    const waiting = context.runtime.executePendingJobs(steps / JOB);
    if (left < 0) return dropped(waiting, flood);
    if (waiting.error) return { fault: `the program throws ${fault(context, waiting.error)}` };
    if (context.runtime.hasPendingJob()) {
      stop();
      return { fault: 'promises without end' };
    }
    if ('input' in task) return { output: printed };
    const result = context.evalCode(`(${task.expression}\n)`, 'test.js');
    if (result.error) return { fault: `the test throws ${fault(context, result.error)}` };
    const text = result.value.consume(value => context.callFunction(write, context.undefined, value));
    if (text.error) return { fault: `the value is no JSON: ${fault(context, text.error)}` };
    const value = text.value.consume(handle => context.dump(handle) as unknown);
    return typeof value === 'string' ? { value } : { fault: 'the value is no JSON' };
  } finally {
    write.dispose();
  }
}

/** Frees what a result holds. */
function dropped(
  result: { readonly value?: unknown; readonly error?: QuickJSHandle | undefined },
  outcome: Outcome,
): Outcome {
  result.error?.dispose();
  if (result.value && typeof result.value === 'object' && 'dispose' in result.value)
    (result.value as QuickJSHandle).dispose();
  return outcome;
}

/** `console.log`, `print`, and `readline()`, which gives null at the end of the input. */
function giveGlobals(
  context: QuickJSContext,
  print: (...args: QuickJSHandle[]) => void,
  lines: string[],
): void {
  const log = context.newFunction('log', print);
  const console = context.newObject();
  context.setProp(console, 'log', log);
  context.setProp(context.global, 'console', console);
  context.setProp(context.global, 'print', log);
  const readline = context.newFunction('readline', () => {
    const line = lines.shift();
    return line === undefined ? context.null : context.newString(line);
  });
  context.setProp(context.global, 'readline', readline);
  for (const handle of [log, console, readline]) handle.dispose();
}

function shown(context: QuickJSContext, handle: QuickJSHandle): string {
  const type = context.typeof(handle);
  if (type === 'string') return context.getString(handle);
  if (type === 'symbol') return 'Symbol()';
  const value: unknown = context.dump(handle);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function fault(context: QuickJSContext, error: QuickJSHandle): string {
  const thrown = error.consume(handle => context.dump(handle) as unknown);
  if (typeof thrown !== 'object' || thrown === null) return String(thrown).slice(0, 200);
  const { name = 'an object', message = '' } = thrown as { name?: unknown; message?: unknown };
  return `${String(name)}: ${String(message)}`.slice(0, 200);
}
