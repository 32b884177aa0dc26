import { expect, test } from 'vitest';
import type { Clock } from '../../src/run/ports.ts';

/** What every clock does. `pass` lets so many milliseconds go by on it. */
export function clockContract(
  make: () => { readonly clock: Clock; readonly pass: (ms: number) => Promise<void> },
): void {
  test('fires once, not before its time', async () => {
    const { clock, pass } = make();
    const fired: number[] = [];
    const begun = clock.now();
    clock.after(20, () => fired.push(clock.now()));
    expect(fired).toEqual([]);
    await pass(60);
    expect(fired).toHaveLength(1);
    expect((fired[0] ?? 0) - begun).toBeGreaterThanOrEqual(19);
  });

  test('tells how much time has passed', async () => {
    const { clock, pass } = make();
    const begun = clock.steady();
    await pass(60);
    expect(clock.steady() - begun).toBeGreaterThanOrEqual(40);
  });

  test('does not fire what was cancelled', async () => {
    const { clock, pass } = make();
    const fired: string[] = [];
    const cancel = clock.after(10, () => fired.push('cancelled'));
    clock.after(20, () => fired.push('kept'));
    cancel();
    await pass(50);
    expect(fired).toEqual(['kept']);
  });

  test('takes a time in the past for now, but never calls back at once', async () => {
    const { clock, pass } = make();
    const fired: string[] = [];
    clock.after(-5, () => fired.push('late'));
    expect(fired).toEqual([]);
    await pass(30);
    expect(fired).toEqual(['late']);
  });
}
