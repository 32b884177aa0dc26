import { describe } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { clockContract } from './clock-contract.ts';

describe('the clock of the machine', () => {
  clockContract(() => {
    const clock = liveClock();
    return { clock, pass: (ms) => new Promise((resolve) => clock.after(ms, resolve)) };
  });
});

describe('the clock of tests', () => {
  clockContract(() => {
    const clock = new ManualClock(epoch);
    return { clock, pass: async (ms) => clock.advance(ms) };
  });
});
