/** Of two tensors of one shape. */
export const ADD =
  'function (a, b) { return a[this.thread.y][this.thread.x] + b[this.thread.y][this.thread.x]; }';
