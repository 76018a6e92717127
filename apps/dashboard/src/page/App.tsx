import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Tab, tabs } from './address.ts';
import { CompareTab } from './compare/CompareTab.tsx';
import { ConfigsTab } from './compare/ConfigsTab.tsx';
import { CurvesTab } from './curves/CurvesTab.tsx';
import { RunPicker } from './RunPicker.tsx';
import { RolloutsTab } from './rollouts/RolloutsTab.tsx';
import { connection, runs } from './server.ts';
import { show, view } from './view.ts';

const pages: Readonly<Record<Tab, { readonly name: string; readonly Page: () => VNode }>> = {
  curves: { name: 'Curves', Page: CurvesTab },
  rollouts: { name: 'Rollouts', Page: RolloutsTab },
  compare: { name: 'Compare', Page: CompareTab },
  configs: { name: 'Configs', Page: ConfigsTab },
};

export function App(): VNode {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const tab = tabs[Number(event.key) - 1];
      if (tab) show({ tab });
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  const { tab } = view.value;
  const { Page } = pages[tab];
  return (
    <>
      <header class="top">
        <h1>trapo</h1>
        <nav aria-label="Views">
          {tabs.map((name, i) => (
            <button
              key={name}
              type="button"
              class="tab"
              aria-current={name === tab ? 'page' : undefined}
              title={`Key ${i + 1}`}
              onClick={() => show({ tab: name })}
            >
              {pages[name].name}
            </button>
          ))}
        </nav>
        <span class={`connection ${connection.value}`} role="status">
          {{ live: 'live', lost: 'no connection', connecting: 'connecting' }[connection.value]}
        </span>
      </header>
      <div class="body">
        <RunPicker />
        <main>
          {runs.value === undefined ? (
            <p class="empty">Asking for the runs…</p>
          ) : runs.value.length === 0 ? (
            <p class="empty">There is no run here yet. This page shows the first as soon as it begins.</p>
          ) : (
            <Page />
          )}
        </main>
      </div>
    </>
  );
}
