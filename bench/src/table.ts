// Tables in plain text: columns as wide as what they hold, numbers to the right.

/** Rows under a header. Columns after the first `left` are set to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map(line => line[column]!.length)));
  return lines
    .map(line =>
      line
        .map((cell, column) =>
          column < left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
