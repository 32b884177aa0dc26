import { noteText, passedOverText, startText, waitText } from '../report/command/tick-text.ts';
import { unreachable } from '../run/states.ts';
import { asideText } from '../workspace/tick/event-text.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';
import type { JobLog } from './job-log.ts';
import { tellEnd } from './tell-end.ts';

/** Tells in the job's log what a tick does, and why not the rest. */
export function tellTick(log: JobLog, event: TickEvent): void {
  switch (event.event) {
    case 'claimed': {
      const { start, pipeline, run } = event;
      if (start.drops !== undefined) log.lines([`${pipeline} ${passedOverText(start.drops)}`]);
      log.lines([`${pipeline} ${startText(start)}: run ${run}`]);
      break;
    }
    case 'noted':
      log.lines([`${event.pipeline} ${noteText(event.note)}`]);
      break;
    case 'ended':
      tellEnd(log, event.document);
      break;
    case 'refused':
    case 'broken': {
      const { problem, pipeline } = event;
      const title = `${pipeline} ${event.event === 'broken' ? 'is broken' : 'cannot start'} (${problem.code})`;
      log.annotate('error', `${problem.message} ${problem.help}`, { title });
      break;
    }
    case 'waits':
      log.lines([`${event.pipeline} ${waitText(event.why)}`]);
      break;
    case 'tick-started':
    case 'lost-race':
    case 'taking-over':
    case 'gone':
    case 'outrun':
    case 'renewed':
      log.lines([asideText(event)]);
      break;
    case 'run':
      break;
    default:
      unreachable(event);
  }
}
