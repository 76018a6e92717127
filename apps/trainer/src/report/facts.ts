import type { Run } from './readRun.ts';

/** What a reader needs to know to repeat a run, as names and values. */
export function facts({ record }: Run): [string, string][] {
  const { device, versions, started, parameters, data } = record;
  return [
    ['started', started],
    ['parameters', parameters.toLocaleString('en')],
    ['device', `${device.backend} (${device.build}), ${device.threads} threads; ${device.reason}`],
    [
      'versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ...Object.entries(data).map(([rows, { sha256 }]): [string, string] => [
      `data ${rows}`,
      `sha256 ${sha256}`,
    ]),
  ];
}
