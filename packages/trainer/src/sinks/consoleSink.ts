import type { Sink } from './sink.ts';

export interface ConsoleOptions {
  /** Metrics to show, in order; all of them unless told. Those that a step lacks are left out. */
  readonly show?: readonly string[];
  /** Shows every so many steps; 1 unless told. */
  readonly every?: number;
  /** Where lines go; to the console unless told. */
  readonly print?: (line: string) => void;
}

/** A line a step for a person: `step 20  reward 0.53  loss -0.0121`. */
export function consoleSink({ show, every = 1, print = console.log }: ConsoleOptions = {}): Sink {
  return {
    write(step, metrics) {
      if (step % every !== 0) return;
      const shown = (show ?? Object.keys(metrics)).filter(name => name in metrics);
      print([`step ${step}`, ...shown.map(name => `${name} ${brief(metrics[name]!)}`)].join('  '));
    },
    close() {},
  };
}

/** Four digits tell enough of a number. */
const brief = (value: number): string => String(Number(value.toPrecision(4)));
