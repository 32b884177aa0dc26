import type { Problem } from '../diagnostic/problem.ts';
import { noteText, passedOverText, recoveryText, startText } from '../report/command/tick-text.ts';
import { headline, renderRunEnd } from '../report/run/run-end.ts';
import type { Style } from '../report/text/ansi-style.ts';
import { cleanText } from '../report/text/ansi-width.ts';
import { formatInstant } from '../report/text/time-text.ts';
import { unreachable } from '../run/states.ts';
import { type Aside, asideText } from '../workspace/tick/event-text.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';
import type { CommandContext } from './context.ts';
import { printFailure } from './print-failure.ts';

/** Which events are told: all, or only those that are news for somebody who is not looking. */
export type Telling = 'all' | 'news';

/** Tells an event in words. `since` is when a trouble was told first, if it is known already. */
export function tellEvent(context: CommandContext, event: TickEvent, telling: Telling, since?: string): void {
  const { terminal } = context;
  const { style } = terminal;
  switch (event.event) {
    case 'claimed':
      terminal.print(claimLines(event, style));
      break;
    case 'noted':
      terminal.print(`  ${named(event, style)} ${noteText(event.note)}`);
      break;
    case 'taking-over':
      terminal.print(`${style.running('●')} ${named(event, style)} ${recoveryText(event)}`);
      break;
    case 'ended':
      terminal.print(endLines(context, event));
      break;
    case 'refused':
    case 'broken':
      tellTrouble(context, event, telling, since);
      break;
    case 'tick-started':
    case 'lost-race':
    case 'gone':
    case 'outrun':
    case 'renewed':
      if (telling === 'all') terminal.print(style.muted(asideLine(event)));
      break;
    case 'waits':
    case 'run':
      break;
    default:
      unreachable(event);
  }
}

/** Tells what is wrong with the world: in full once, then in a line, or not at all. */
export function tellFailure({ terminal }: CommandContext, problem: Problem, telling: Telling, since?: string): void {
  if (since === undefined) printFailure(terminal, problem);
  else if (telling === 'all') terminal.printError(terminal.errorStyle.muted(knownLine('still', problem, since)));
}

/** Troubles that are over; `undefined` stands for the tick as a whole. */
export function tellOver({ terminal }: CommandContext, over: ReadonlySet<string | undefined>): void {
  for (const pipeline of over) {
    const who = pipeline === undefined ? 'ticks have' : `${terminal.style.strong(cleanText(pipeline))} has`;
    terminal.print(`${terminal.style.success('✓')} ${who} no trouble any more`);
  }
}

function tellTrouble(
  { terminal }: CommandContext,
  event: TickEvent & { event: 'refused' | 'broken' },
  telling: Telling,
  since: string | undefined,
): void {
  const { style } = terminal;
  const what = event.event === 'broken' ? 'is broken' : 'cannot start';
  const head = `${style.failure('✗')} ${named(event, style)}`;
  if (since !== undefined) {
    const still = event.event === 'broken' ? 'is still broken' : 'still cannot start';
    const shown = event.event === 'broken' ? ' segue validate shows it.' : '';
    if (telling === 'all') terminal.print(`${head} ${knownLine(still, event.problem, since)}${shown}`);
    return;
  }
  terminal.print(`${head} ${what}`);
  printFailure(terminal, event.problem);
}

/** One line for what was told in full before. */
function knownLine(still: string, { code, message }: Problem, since: string): string {
  const first = cleanText(message.split('\n', 1).join(''));
  return `${still}, told ${formatInstant(since)}: ${code} ${first}`;
}

function claimLines(event: TickEvent & { event: 'claimed' }, style: Style): readonly string[] {
  const { start, run } = event;
  const claimed = `${style.running('●')} ${named(event, style)} ${startText(start)}   ${style.command(run)}`;
  if (start.drops === undefined) return [claimed];
  return [`  ${named(event, style)} ${passedOverText(start.drops)}`, claimed];
}

/** A step in from what is news; a tick itself begins at the margin. */
function asideLine(event: Exclude<Aside, { readonly event: 'taking-over' }>): string {
  const text = cleanText(asideText(event));
  return event.event === 'tick-started' ? text : `  ${text}`;
}

function named({ pipeline }: { readonly pipeline: string }, style: Style): string {
  return style.strong(cleanText(pipeline));
}

/** A success is one line; anything else says where it started and what to type. */
function endLines({ terminal }: CommandContext, { document }: TickEvent & { event: 'ended' }): readonly string[] {
  const look = { style: terminal.style, width: terminal.columns() };
  if (document.state === 'success') return [headline(document, look)];
  return ['', ...renderRunEnd(document, look), ''];
}
