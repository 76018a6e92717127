// Which stages of which runs are shown, and how their lines look.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RunInfo, StageInfo } from '../api.ts';
import { runs } from './server.ts';
import { view } from './view.ts';

/** A stage of a run: one line of a chart. */
export interface Line {
  readonly run: RunInfo;
  readonly stage: StageInfo;
  /** `run/stage`. */
  readonly key: string;
  /** Shortest name that tells it from the others that are shown. */
  readonly label: string;
  readonly colour: string;
  readonly dash: readonly number[];
}

const preference: MediaQueryList = matchMedia('(prefers-color-scheme: dark)');
const darkness: Signal<boolean> = signal(preference.matches);
preference.addEventListener('change', ({ matches }) => {
  darkness.value = matches;
});

/** Whether the page is dark. */
export const dark: ReadonlySignal<boolean> = darkness;

/** Okabe and Ito's colours, told apart by the colour-blind: on white, and on black. */
const palette: readonly (readonly [string, string])[] = [
  ['#d55e00', '#ff8c42'],
  ['#0072b2', '#56a8e8'],
  ['#d18f00', '#f0b93a'],
  ['#009e73', '#2fc79b'],
  ['#b3568f', '#e08fc0'],
  ['#2f8fc4', '#8fd0ff'],
  ['#5f6672', '#a9b1bd'],
];
const methods: Readonly<Record<string, number>> = {
  trapo: 0,
  grpo: 1,
  sft: 2,
  luffy: 3,
  'sft-then-rl': 4,
  'plain-sft-prefix': 5,
  base: 6,
};
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

/** How many runs are shown unless told: as many as have a dash of their own. */
const FEW: number = dashes.length;

/** The runs that are shown. */
export const shownRuns: ReadonlySignal<readonly RunInfo[]> = computed(() => {
  const all = runs.value ?? [];
  const { runs: chosen } = view.value;
  if (chosen) return all.filter(({ id }) => chosen.includes(id));
  return all.length <= FEW ? all : all.toSorted((a, b) => b.updated - a.updated).slice(0, 1);
});

/** Stages of the shown runs, by name. */
export const stageNames: ReadonlySignal<readonly StageInfo[]> = computed(() => {
  const byName = new Map<string, StageInfo>();
  for (const { stages } of shownRuns.value) {
    for (const stage of stages) if (!byName.has(stage.name)) byName.set(stage.name, stage);
  }
  return [...byName.values()];
});

/** Names of the stages that are shown: unless told all methods, or the base while there is nothing else. */
export const shownStages: ReadonlySignal<readonly string[]> = computed(() => {
  const names = stageNames.value.map(({ name }) => name);
  const { stages: chosen } = view.value;
  if (chosen) return names.filter(name => chosen.includes(name));
  const trained = names.filter(name => name !== 'base');
  return trained.length > 0 ? trained : names;
});

/** The lines of every chart. Of several methods each has a colour and each run a dash; of one, each run has a colour. */
export const lines: ReadonlySignal<readonly Line[]> = computed(() => {
  const [chosenRuns, chosenStages] = [shownRuns.value, shownStages.value];
  return chosenRuns.flatMap((run, i) =>
    run.stages
      .filter(({ name }) => chosenStages.includes(name))
      .map(stage => ({
        run,
        stage,
        key: `${run.id}/${stage.name}`,
        label: labelOf(run, stage, chosenRuns.length > 1, chosenStages.length > 1),
        colour: colourAt(chosenStages.length > 1 || chosenRuns.length === 1 ? methodPlace(stage.name) : i),
        dash: chosenStages.length > 1 ? dashes[i % FEW]! : [],
      })),
  );
});

function labelOf(run: RunInfo, stage: StageInfo, manyRuns: boolean, manyStages: boolean): string {
  if (!manyRuns) return stage.label;
  return manyStages ? `${stage.label} · ${run.id}` : run.id;
}

/** A method's place in the palette: its own, or one that follows from its name. */
const methodPlace = (name: string): number =>
  methods[name] ?? [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);

const colourAt = (place: number): string => palette[place % palette.length]![Number(dark.value)]!;
