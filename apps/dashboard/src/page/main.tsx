import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './base.css';
import './layout.css';
import './curves/curves.css';
import './rollouts/rollouts.css';
import './compare/tables.css';
import { App } from './App.tsx';
import { listen } from './server.ts';

listen();
const root: HTMLElement = document.getElementById('app')!;
root.replaceChildren();
render(<App />, root);
