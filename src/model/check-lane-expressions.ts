import { wellKnownFunctions } from '@actions/expressions';
import { nearest } from '../diagnostic/suggest.ts';
import { parseExpression } from './expression/expression-parse.ts';
import { bareExpression, findExpressions } from './expression/expression-text.ts';
import { finding, type Report } from './finding.ts';
import { routeWords } from './route-words.ts';
import type { SettingsFile } from './schema/settings-schema.ts';
import type { Route, Source } from './yaml/source.ts';

const ofJobs = ['github', 'inputs', 'vars', 'needs', 'strategy', 'matrix'];
const ofSteps = [...ofJobs, 'secrets', 'env', 'job', 'runner', 'steps'];
const ofConditions = ofSteps.filter((name) => name !== 'secrets');

/** Beside those that every expression has. */
const stepFunctions = ['hashFiles', 'always', 'cancelled', 'failure', 'success'];

/**
 * Reports expressions of lanes that Actions would not take: it refuses the whole workflow then, and nothing is woken any more.
 * They are Actions' own, with its contexts, and not those of pipelines.
 */
export function checkLaneExpressions({ lanes }: SettingsFile, source: Source, report: Report): void {
  for (const [name, { 'runs-on': runsOn, container, environment, token, setup = [] }] of Object.entries(lanes ?? {})) {
    const check = (value: unknown, names: readonly string[], ...route: Route) =>
      checkTexts(value, ['lanes', name, ...route], names, source, report);
    check(runsOn, ofJobs, 'runs-on');
    check(environment, ofSteps, 'environment');
    check(container, ofSteps, 'container');
    check(token, ofSteps, 'token');
    for (const [index, { if: condition, ...step }] of setup.entries()) {
      check(step, ofSteps, 'setup', index);
      if (typeof condition !== 'string') continue;
      const { body, start } = bareExpression(condition);
      checkBody(body, start, ['lanes', name, 'setup', index, 'if'], ofConditions, source, report);
    }
  }
}

/** All texts within a value. */
function checkTexts(value: unknown, route: Route, names: readonly string[], source: Source, report: Report): void {
  if (typeof value === 'object' && value !== null) {
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [step, each] of entries) checkTexts(each, [...route, step], names, source, report);
  } else if (typeof value === 'string') {
    for (const { body, bodyStart, start, end, closed } of findExpressions(value)) {
      if (closed) checkBody(body, bodyStart, route, names, source, report);
      else
        report(
          finding('wrongType', source.part(route, start, end), `${routeWords(route)} has \`\${{\` without \`}}\``),
        );
    }
  }
}

function checkBody(
  body: string,
  offset: number,
  route: Route,
  names: readonly string[],
  source: Source,
  report: Report,
): void {
  const say = (start: number, end: number, message: string, help?: string) =>
    report(
      finding('wrongType', source.part(route, offset + start, offset + end), `${routeWords(route)}: ${message}`, help),
    );
  const parsed = parseExpression(body);
  if (!parsed.ok) {
    say(parsed.problem.start, parsed.problem.end, parsed.problem.message);
    return;
  }
  const functions = [...Object.values(wellKnownFunctions).map(({ name }) => name), ...stepFunctions];
  for (const use of parsed.uses.functions) {
    if (functions.some((name) => name.toLowerCase() === use.name.toLowerCase())) continue;
    say(use.start, use.end, `Actions has no function \`${use.name}\``, guess(use.name, functions));
  }
  for (const { path } of parsed.uses.names) {
    const [name] = path;
    if (name === undefined || names.includes(name.text.toLowerCase())) continue;
    say(name.start, name.end, `Actions has no \`${name.text}\` here`, guess(name.text, names));
  }
}

function guess(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined
    ? `Known here: ${known.map((each) => `\`${each}\``).join(', ')}.`
    : `Did you mean \`${near}\`?`;
}
