/** @throws when [1 - low, 1 + high] is not an interval of ratios around 1. */
export function checkClip(name: string, low: number, high: number): void {
  if (!(low >= 0 && low <= 1 && high >= 0)) {
    throw new Error(
      `${name} keeps the ratio in [1 - low, 1 + high], low in [0, 1] and high >= 0, e.g. ${name}(0.2, 0.28); ` +
        `received low ${low}, high ${high}.`,
    );
  }
}
