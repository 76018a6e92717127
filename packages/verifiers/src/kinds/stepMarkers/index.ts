import { defineVerifier, type OptionsOf } from '../../defineVerifier.ts';
import { graded } from '../../judgements.ts';
import { whole } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';

interface Settings {
  /** The number of marks that earns full marks; 3 unless told. */
  readonly wanted: number;
}

/** The options of `stepMarkers`, each with a default. */
export type StepMarkersOptions = OptionsOf<Settings>;

/** `Step 1:`, `1.` at a line's start, bullets on a new line, and words that order: the marks that open-r1 counts. */
const marker = /Step \d{1,9}:|^\d{1,9}\.|\n[-*]|First,|Second,|Next,|Finally,/gm;

/** Shaping: the share of `wanted` marks of a step-by-step solution that are there, at most 1. Takes no gold. */
export const stepMarkers: Verifier<StepMarkersOptions> = defineVerifier<Settings, string>({
  name: 'stepMarkers',
  golds: 'none',
  options: { wanted: whole(3, { min: 1 }) },
  readGold: gold => ({ text: gold, value: gold }),
  judge({ completion }, { wanted }, meter) {
    meter.spend(completion.length);
    const count = completion.match(marker)?.length ?? 0;
    return graded(Math.min(1, count / wanted), `${count} marks of steps, ${wanted} wanted`);
  },
});
