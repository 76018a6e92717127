import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RunInfo } from '../api.ts';
import { ago } from './format.ts';
import { lines, shownRuns, shownStages, stageNames } from './lines.ts';
import { runs } from './server.ts';
import { show } from './view.ts';

/** An unfinished run that changed within this time is taken to be running. */
const RECENT = 60_000;

/** Whether there is room for the picker beside the charts. */
const wide: boolean = matchMedia('(min-width: 761px)').matches;

/** Which runs and stages are shown; also what the lines mean. */
export function RunPicker(): VNode {
  const now = useNow();
  const all = runs.value ?? [];
  const chosen = shownRuns.value.map(({ id }) => id);
  const toggle = (names: readonly string[], name: string) =>
    names.includes(name) ? names.filter(other => other !== name) : [...names, name];
  return (
    <details class="picker" open={wide}>
      <summary>
        {chosen.length} of {all.length} runs, {shownStages.value.length} stages
      </summary>
      <fieldset>
        <legend>Runs</legend>
        {all.map(run => (
          <label key={run.id} class="choice">
            <input
              type="checkbox"
              checked={chosen.includes(run.id)}
              onChange={() => show({ runs: toggle(chosen, run.id) })}
            />
            <span class="name">{run.id}</span>
            <span class={stateOf(run, now)} title={`last change ${ago(now - run.updated)}`}>
              {stateOf(run, now)}
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Stages</legend>
        {stageNames.value.map(({ name, label }) => (
          <label key={name} class="choice">
            <input
              type="checkbox"
              checked={shownStages.value.includes(name)}
              onChange={() => show({ stages: toggle(shownStages.value, name) })}
            />
            <span class="name">{label}</span>
          </label>
        ))}
      </fieldset>
      <ul class="legend" aria-label="Lines">
        {lines.value.map(({ key, label, colour, dash }) => (
          <li key={key}>
            <Swatch colour={colour} dash={dash} />
            {label}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Swatch({ colour, dash }: { colour: string; dash: readonly number[] }): VNode {
  return (
    <svg class="swatch" viewBox="0 0 26 8" width="26" height="8" aria-hidden="true">
      <path d="M1 4H25" stroke={colour} stroke-width="3" stroke-dasharray={dash.join(' ')} />
    </svg>
  );
}

function stateOf({ finished, updated }: RunInfo, now: number): 'finished' | 'running' | 'stopped' {
  if (finished) return 'finished';
  return now - updated < RECENT ? 'running' : 'stopped';
}

/** The time, now and every ten seconds. */
function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
