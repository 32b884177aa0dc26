import { countText } from '../diagnostic/count-text.ts';
import { visibleText } from '../report/text/safe-text.ts';
import { unreachable } from '../run/states.ts';
import type { AlertItem, AlertMessage } from './alert-message.ts';

/** Lines of a digest, and pipelines that a line names. */
const [mostLines, mostNames] = [20, 5];

/** The body of the request, JSON: Slack's `text`, or the message as it is. Nothing in it depends on the time. */
export function alertBody(message: AlertMessage, environment: string): string {
  switch (message.to.format) {
    case 'slack':
      return JSON.stringify({ text: slackText(message, environment) });
    case 'json': {
      const { key, items, digest } = message;
      return JSON.stringify({ version: 1, key, environment, digest, incidents: items });
    }
    default:
      return unreachable(message.to.format);
  }
}

function slackText({ items, digest }: AlertMessage, environment: string): string {
  const lines = items.slice(0, mostLines).map((item) => slackLine(item, environment));
  if (!digest) return lines.join('\n');
  const more = items.length - lines.length;
  const head = `*${countText(items.length)} more of ${escaped(environment)}*; this is the last message of today.`;
  return [head, ...lines, ...(more > 0 ? [`and ${countText(more)} more`] : [])].join('\n');
}

const signs: Readonly<Record<AlertItem['kind'], string>> = { opened: '🔴', reopened: '🔴', recovered: '✅' };

function slackLine(
  { kind, severity, flapping, title, url, pipelines, waiting }: AlertItem,
  environment: string,
): string {
  const name = url === undefined ? escaped(title) : `<${escaped(url)}|${escaped(title)}>`;
  const verb = kind === 'recovered' ? ' recovered' : kind === 'reopened' ? ' again' : '';
  const names = pipelines.length > 1 ? namesOf(pipelines) : '';
  const notes = [
    escaped(environment),
    ...(kind !== 'recovered' && severity === 'critical' ? ['critical'] : []),
    ...(flapping ? ['flapping'] : []),
    ...(kind !== 'recovered' && waiting > 0 ? [`${countText(waiting)} waiting`] : []),
  ];
  return `${signs[kind]} ${name}${verb}${names} (${notes.join(', ')})`;
}

function namesOf(pipelines: readonly string[]): string {
  const more = pipelines.length - mostNames;
  const named = pipelines.slice(0, mostNames).map(escaped).join(', ');
  return `: ${named}${more > 0 ? ` and ${countText(more)} more` : ''}`;
}

/** Slack reads these three, and with them mentions, links and `<!channel>`; a bar ends the address of a link. */
function escaped(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '¦');
}
