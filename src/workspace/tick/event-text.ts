import { recoveryText, startText } from '../../report/command/tick-text.ts';
import { countOf } from '../../report/run/run-words.ts';
import { formatInstant } from '../../report/text/time-text.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { unreachable } from '../../run/states.ts';
import type { TickEvent } from './tick-event.ts';

/** What is told by the way, in the same words at every door. */
export type Aside = Extract<
  TickEvent,
  { readonly event: 'tick-started' | 'lost-race' | 'taking-over' | 'gone' | 'outrun' | 'renewed' }
>;

/** One sentence; ids of pipelines are as their files have them. */
export function asideText(event: Aside): string {
  switch (event.event) {
    case 'tick-started':
      return `${formatInstant(event.at)}, ${codeText(event)}`;
    case 'renewed':
      return `The default branch has moved on: ${codeText(event)}`;
    case 'lost-race':
      return `${event.pipeline} ${startText(event.start)}: another process was faster`;
    case 'taking-over':
      return `${event.pipeline} ${recoveryText(event)}`;
    case 'gone':
      return `${event.pipeline} has no file any more; its state stays`;
    case 'outrun':
      return `The default branch has moved to ${event.head.slice(0, 7)}: nothing more is taken up here`;
    default:
      return unreachable(event);
  }
}

/** Whether somebody should look at it. */
export function isTrouble(event: TickEvent): boolean {
  switch (event.event) {
    case 'ended':
      return event.document.state !== 'success' && !isHandOver(event.document.cancelled);
    case 'refused':
    case 'broken':
      return true;
    case 'tick-started':
    case 'claimed':
    case 'lost-race':
    case 'noted':
    case 'taking-over':
    case 'gone':
    case 'waits':
    case 'outrun':
    case 'renewed':
    case 'run':
      return false;
    default:
      return unreachable(event);
  }
}

function codeText({ commit, pipelines }: { readonly commit: string; readonly pipelines: number }): string {
  return `commit ${commit.slice(0, 7)}, ${countOf(pipelines, 'pipeline')}`;
}
