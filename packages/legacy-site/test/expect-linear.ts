/**
 * For inputs of the size that attackers choose. The bound is no measurement: what is quadratic takes minutes
 * over them, and a busy machine makes no minutes of what is linear.
 */
export function expectLinear(run: () => unknown): void {
  const started = performance.now();
  run();
  expect(performance.now() - started).toBeLessThan(5_000);
}
