// What is said around the tables.

import type { Contender } from '../peers/contenders.ts';
import { type Checked, lossDistance } from './equality.ts';
import { barText, type Figure, percent, times } from './figure.ts';
import type { ModelSettings } from './settings.ts';

const WIDTH = 15;

/** Version and build of each side. */
export function printSides(sides: readonly Contender[]): void {
  for (const { name, about } of sides) console.log(`${name.padEnd(WIDTH)}${about}`);
}

/** How far each side's losses are from ours, and what the check took, compilation included. */
export function printChecks(
  checked: readonly Checked[],
  { check: { updates, tolerance } }: ModelSettings,
): void {
  console.log(
    `equal work: losses before and after ${updates} updates agree to ${tolerance}, greedy completions are the same`,
  );
  const [ours] = checked;
  for (const { contender, check, refused } of checked) {
    const found =
      check && ours?.check
        ? `within ${lossDistance(ours.check, check).toExponential(1)}, in ${check.seconds.toFixed(1)} s with all compilation`
        : refused;
    console.log(`  ${contender.name.padEnd(WIDTH)}${found}`);
  }
}

/** All bars at a glance. */
export function printSummary(figures: readonly Figure[]): void {
  const barred = figures.filter(({ bar }) => bar);
  const missed = barred.filter(({ bar }) => !bar!.met);
  console.log(`\nbars           ${barred.length - missed.length} of ${barred.length} met`);
  for (const { what, who, share, bar } of missed) {
    const format = share ? percent : times;
    const against = share ? 'of the peak' : `over ${who}`;
    console.log(`  missed       ${what}: ${format(bar!.reached)} ${against}, ${barText(bar, format)}`);
  }
}
