import type { StepMetrics } from '../metrics.ts';

/** Where a run's metrics go. Steps are counted from 1 and come in order. */
export interface Sink {
  /** Takes the metrics of one step; once done, they outlive the process. */
  write(step: number, metrics: StepMetrics): void | Promise<void>;
  close(): void | Promise<void>;
}
