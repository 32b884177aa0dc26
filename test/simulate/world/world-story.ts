import type { WorldEvent } from '../../../src/simulate/world/world-event.ts';

/** A line each. Whether a wake-up was idle is asked of what is worth a look, which is what differs. */
export function story(events: readonly WorldEvent[]): readonly string[] {
  return events.map((event) => {
    switch (event.kind) {
      case 'wake-up':
        return `${event.kind} ${event.came}`;
      case 'job-ended':
        return `${event.kind} ${event.minutes} ${[...event.runs].join(' ')}`;
      case 'run-ended':
        return `${event.kind} ${JSON.stringify(event.document)}`;
      default:
        return JSON.stringify(event);
    }
  });
}
