import { noteText, startText, waitText } from '../report/tick-text.ts';
import { formatInstant } from '../report/time-text.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';
import type { JobLog } from './job-log.ts';
import { tellEnd } from './tell-end.ts';

/** Tells in the job's log what a tick does, and why not the rest. */
export function tellTick(log: JobLog, event: TickEvent): void {
  switch (event.event) {
    case 'tick-started':
      log.lines([`${formatInstant(event.at)}, commit ${event.commit.slice(0, 7)}, pipelines: ${event.pipelines}`]);
      break;
    case 'claimed':
      log.lines([`${event.pipeline} ${startText(event.start)}: run ${event.run}`]);
      break;
    case 'lost-race':
      log.lines([`${event.pipeline} ${startText(event.start)}: another process was faster`]);
      break;
    case 'noted':
      log.lines([`${event.pipeline} ${noteText(event.note)}`]);
      break;
    case 'taking-over':
      log.lines([`${event.pipeline} goes on with ${event.run}, whose runner died`]);
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
    case 'gone':
      log.lines([`${event.pipeline} has no file any more; its state stays`]);
      break;
    case 'waits':
      log.lines([`${event.pipeline} ${waitText(event.why)}`]);
      break;
    case 'outrun':
      log.lines([`The default branch has moved to ${event.head.slice(0, 7)}: nothing more is taken up here`]);
      break;
    case 'renewed':
      log.lines([`Goes on at ${event.commit.slice(0, 7)}, the newest commit of the default branch`]);
      break;
    case 'run':
      break;
    default:
      event satisfies never;
  }
}
