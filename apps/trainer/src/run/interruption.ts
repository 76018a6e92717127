/** Aborts at the first Ctrl-C; the second ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.stderr.write('\nfinishing this step and saving; Ctrl-C again ends at once\n');
    process.once('SIGINT', () => process.exit(130));
  });
  return controller.signal;
}
