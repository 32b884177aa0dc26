import type { Style } from '../report/ansi-style.ts';
import { cleanText } from '../report/ansi-width.ts';
import { headline, renderRunEnd } from '../report/run-end.ts';
import { noteText, renderWaits, startText } from '../report/tick-text.ts';
import { formatInstant } from '../report/time-text.ts';
import { unreachable } from '../run/states.ts';
import type { Wait } from '../tick/step.ts';
import type { TickEvent, TickListener } from '../workspace/tick/tick-event.ts';
import type { CommandContext } from './context.ts';
import { printFailure } from './print-failure.ts';
import type { Terminal } from './terminal.ts';

/** Shows ticks: as lines for people, or each event as a line of JSON. */
export interface TickView {
  readonly listener: TickListener;
  /** True if something went wrong that somebody should look at. */
  readonly hasTrouble: () => boolean;
  /** Tells why the rest waits; what it has told before only if it has changed. */
  readonly finish: () => void;
}

export function createTickView(context: CommandContext, options: { readonly json?: true }): TickView {
  const counts = { claimed: 0, success: 0, trouble: 0 };
  const waits = new Map<string, Wait>();
  let told = '';
  const show = options.json ? jsonLine : textLines;
  return {
    listener: (event) => {
      if (event.event === 'claimed' || event.event === 'taking-over') counts.claimed++;
      if (event.event === 'ended' && event.document.state === 'success') counts.success++;
      if (isTrouble(event)) counts.trouble++;
      if (event.event === 'waits') waits.set(event.pipeline, event.why);
      show(context, event);
    },
    hasTrouble: () => counts.trouble > 0,
    finish: () => {
      const { terminal, clock } = context;
      if (options.json) {
        const { claimed: runs, success } = counts;
        printLine(terminal, {
          event: 'tick-finished',
          at: new Date(clock.now()).toISOString(),
          runs,
          success,
          trouble: counts.trouble,
        });
      } else {
        const lines = renderWaits(
          Array.from(waits, ([pipeline, why]) => ({ pipeline, why })),
          terminal.style,
        );
        if (lines.join('\n') !== told && lines.length > 0) terminal.print(['Nothing else to do now:', ...lines]);
        told = lines.join('\n');
      }
      waits.clear();
    },
  };
}

/** What a person should hear of by the exit code. */
function isTrouble(event: TickEvent): boolean {
  switch (event.event) {
    case 'ended':
      return event.document.state !== 'success';
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
    case 'run':
      return false;
    default:
      return unreachable(event);
  }
}

/** JSON for programs, one event a line. */
export function printLine(terminal: Terminal, event: object): void {
  terminal.print([JSON.stringify(event)]);
}

function jsonLine({ terminal }: CommandContext, event: TickEvent): void {
  switch (event.event) {
    case 'run':
      printLine(terminal, event.progress);
      break;
    case 'ended': {
      const { run, state, interval, generation } = event.document;
      printLine(terminal, { event: 'ended', pipeline: event.pipeline, run, state, interval, generation });
      break;
    }
    case 'refused':
    case 'broken': {
      const { code, message, help } = event.problem;
      printLine(terminal, { event: event.event, pipeline: event.pipeline, code, message, help });
      break;
    }
    default:
      printLine(terminal, event);
  }
}

function textLines(context: CommandContext, event: TickEvent): void {
  const { terminal } = context;
  const { style } = terminal;
  switch (event.event) {
    case 'tick-started': {
      const { at, commit, pipelines } = event;
      const many = pipelines === 1 ? '1 pipeline' : `${pipelines} pipelines`;
      terminal.print([style.muted(`${formatInstant(at)}, commit ${commit.slice(0, 7)}, ${many}`)]);
      break;
    }
    case 'claimed':
      terminal.print([
        `${style.running('●')} ${named(event, style)} ${startText(event.start)}   ${style.command(event.run)}`,
      ]);
      break;
    case 'lost-race':
      terminal.print([
        style.muted(`  ${cleanText(event.pipeline)} ${startText(event.start)}: another process was faster`),
      ]);
      break;
    case 'noted':
      terminal.print([`  ${named(event, style)} ${noteText(event.note)}`]);
      break;
    case 'taking-over':
      terminal.print([`${style.running('●')} ${named(event, style)} goes on with ${event.run}, whose runner died`]);
      break;
    case 'ended':
      terminal.print(endLines(context, event));
      break;
    case 'refused':
    case 'broken':
      terminal.print([
        `${style.failure('✗')} ${named(event, style)} ${event.event === 'broken' ? 'is broken' : 'cannot start'}`,
      ]);
      printFailure(terminal, event.problem);
      break;
    case 'gone':
      terminal.print([style.muted(`  ${cleanText(event.pipeline)} has no file any more; its state stays`)]);
      break;
    case 'outrun':
      terminal.print([
        style.muted(`  The default branch has moved to ${event.head.slice(0, 7)}: nothing more is taken up here`),
      ]);
      break;
    case 'waits':
    case 'run':
      break;
    default:
      unreachable(event);
  }
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
