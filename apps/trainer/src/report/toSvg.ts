import type { TopLevelSpec } from 'vega-lite';

/** Draws a Vega-Lite chart as SVG text. The libraries are loaded only here: a run that fails early needs none. */
export async function toSvg(spec: TopLevelSpec): Promise<string> {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
