// Rollouts of a recorded step: a prompt, and its micro-groups side by side.

import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PromptInfo, Rollout, StageContents } from '../../api.ts';
import { short, visible } from '../format.ts';
import { type Line, lines } from '../lines.ts';
import { ask, useAsked, versionOf } from '../server.ts';
import { show, view } from '../view.ts';
import { MicroGroups } from './MicroGroups.tsx';

export function RolloutsTab(): VNode {
  const sources = useSources(lines.value);
  const { source, step } = view.value;
  const chosen =
    sources?.find(({ line }) => line.key === source) ??
    sources?.find(({ line }) => line.stage.name === 'trapo') ??
    sources?.[0];
  if (!sources) return <p class="empty">Asking for rollouts…</p>;
  if (!chosen) {
    return (
      <p class="empty">
        No rollouts are kept in what is shown. Runs keep those of some steps in rollouts.jsonl; sft has none.
      </p>
    );
  }
  const { line, recorded } = chosen;
  const last = recorded.at(-1)!;
  const at = step !== undefined && recorded.includes(step) ? step : last;
  return (
    <>
      <div class="toolbar">
        <label>
          of
          <select value={line.key} onChange={({ currentTarget }) => show({ source: currentTarget.value })}>
            {sources.map(({ line: { key, label } }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          step
          <input
            type="range"
            min={0}
            max={recorded.length - 1}
            value={recorded.indexOf(at)}
            onInput={({ currentTarget }) => show({ step: recorded[Number(currentTarget.value)] })}
          />
          <output>{at}</output>
        </label>
        <span class="hint">
          <kbd>[</kbd> <kbd>]</kbd> step, <kbd>j</kbd> <kbd>k</kbd> prompt, <kbd>←</kbd> <kbd>→</kbd> token
        </span>
      </div>
      <Step line={line} recorded={recorded} step={at} />
    </>
  );
}

function Step({ line, recorded, step }: { line: Line; recorded: readonly number[]; step: number }): VNode {
  const where = { run: line.run.id, stage: line.stage.name };
  const { value: prompts = [], error } = useAsked(JSON.stringify([line.key, step]), () =>
    ask<readonly PromptInfo[]>('api/rollouts', { ...where, step }),
  );
  const place = Math.min(view.value.prompt, Math.max(0, prompts.length - 1));
  const info = prompts[place];
  const { value: rollout, error: failed } = useAsked(info && JSON.stringify([line.key, info.line]), () =>
    ask<Rollout>('api/rollout', { ...where, line: info!.line }),
  );

  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('input, select, textarea')) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const moved = (of: number, by: number, count: number) => Math.min(count - 1, Math.max(0, of + by));
      // from what is shown by now: keys may come faster than the page is drawn
      const now = view.value;
      const by = { j: 1, k: -1 }[event.key];
      if (by) show({ prompt: moved(Math.min(now.prompt, prompts.length - 1), by, prompts.length) });
      const steps = { ']': 1, '[': -1 }[event.key];
      if (steps) show({ step: recorded[moved(recorded.indexOf(now.step ?? step), steps, recorded.length)] });
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, [prompts.length, recorded, step]);

  return (
    <div class="browser">
      <nav class="prompts" aria-label="Prompts">
        {prompts.map(({ line: number, id, prompt, reward }, i) => (
          <button
            key={number}
            type="button"
            aria-current={i === place ? 'true' : undefined}
            onClick={() => show({ prompt: i })}
          >
            <span class="id">{visible(id)}</span>
            <span class="reward" title="mean reward">
              {short(reward)}
            </span>
            <span class="text">{visible(prompt.slice(0, 200))}</span>
          </button>
        ))}
      </nav>
      <div class="rollout">
        {(error ?? failed) && <p class="error">{error ?? failed}</p>}
        {rollout && (
          <MicroGroups key={`${rollout.step} ${rollout.id}`} rollout={rollout} alpha={line.run.alpha} />
        )}
      </div>
    </div>
  );
}

interface Source {
  readonly line: Line;
  /** Steps whose rollouts were kept. */
  readonly recorded: readonly number[];
}

/** The lines that have rollouts; undefined until it is known. */
function useSources(all: readonly Line[]): readonly Source[] | undefined {
  const key = JSON.stringify(all.map(({ key, run, stage }) => [key, versionOf(run.id, stage.name)]));
  const { value } = useAsked(key, () =>
    Promise.all(
      all.map(async (line): Promise<Source> => {
        const asked = { run: line.run.id, stage: line.stage.name };
        return { line, recorded: (await ask<StageContents>('api/stage', asked)).rollouts };
      }),
    ),
  );
  return value?.filter(({ recorded }) => recorded.length > 0);
}
