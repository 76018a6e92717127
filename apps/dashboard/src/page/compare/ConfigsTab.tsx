import type { VNode } from 'preact';
import type { ConfigRows } from '../../api.ts';
import { visible } from '../format.ts';
import { shownRuns } from '../lines.ts';
import { ask, useAsked } from '../server.ts';
import { show, view } from '../view.ts';

/** Configs side by side: what differs, or all. */
export function ConfigsTab(): VNode {
  const ids = shownRuns.value.map(({ id }) => id);
  const { value, error } = useAsked(JSON.stringify(ids), () => ask<ConfigRows>('api/configs', { run: ids }));
  const one = ids.length < 2;
  const same = view.value.same || one;
  const differs = (values: readonly (string | null)[]) => values.some(other => other !== values[0]);
  const rows = value?.rows.filter(({ values }) => same || differs(values)) ?? [];
  return (
    <>
      <div class="toolbar">
        <label>
          <input
            type="checkbox"
            checked={same}
            disabled={one}
            onChange={({ currentTarget }) => show({ same: currentTarget.checked })}
          />
          also what is the same
        </label>
        <span class="hint">
          {one ? 'choose two runs or more to see what they differ in' : `${rows.length} keys`}
        </span>
      </div>
      {error && <p class="error">{error}</p>}
      {value && rows.length === 0 && <p class="empty">These runs have the same config.</p>}
      {rows.length > 0 && (
        <div class="scroll">
          <table class="configs">
            <thead>
              <tr>
                <th scope="col">key</th>
                {value!.runs.map(run => (
                  <th key={run} scope="col">
                    {run}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, values }) => (
                <tr key={key} class={differs(values) ? 'differs' : undefined}>
                  <th scope="row" class="mono">
                    {visible(key)}
                  </th>
                  {values.map((text, i) => (
                    <td key={value!.runs[i]} class="mono">
                      {text === null ? '–' : visible(text)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
