import { nearest } from '../../diagnostic/suggest.ts';
import { matches } from '../../model/glob.ts';
import { defaults } from '../../model/limits.ts';
import type { Route, Source } from '../../model/yaml/source.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding, Rule, SettingsContext } from '../rule.ts';

export const policyOfNothing: Rule = {
  code: 'SG506',
  name: 'policy-of-nothing',
  severity: 'warning',
  summary: 'A part of the policy is about pipelines or lanes that do not exist.',
  why: 'A protection whose pattern has a slip protects nothing, and nobody is told when it should have.',
  fix: 'Correct the pattern or the name, or leave it out. `*` stays within a folder, `**` does not.',
  checkSettings: (context) => [...forgottenPipelines(context), ...unknownLanes(context)],
};

function forgottenPipelines({ source, ids }: SettingsContext): readonly Finding[] {
  if (ids.length === 0) return [];
  const written = parts.flatMap((part) => entriesOf(source, ['policy', part]));
  return written
    .flatMap((route) => textsAt(source, [...route, 'pipelines']))
    .filter(({ text }) => !ids.some((id) => matches(text, id)))
    .map(({ text, route }) => {
      const guess = guessFor(text, ids);
      return {
        range: source.value(route),
        message: `no pipeline fits \`${text}\``,
        help: guess === undefined ? 'segue list shows the pipelines.' : `Did you mean \`${guess}\`?`,
      };
    });
}

const parts = ['rules', 'protect', 'exempt'] as const;

function unknownLanes({ settings, source }: SettingsContext): readonly Finding[] {
  const known = [...new Set([defaults.lane, ...Object.keys(settings.lanes)])];
  const places: readonly Route[] = [['policy'], ...entriesOf(source, ['policy', 'rules'])];
  return places
    .flatMap((route) => textsAt(source, [...route, 'lanes']))
    .filter(({ text }) => !known.includes(text))
    .map(({ text, route }) => ({
      range: source.value(route),
      message: `the lane \`${text}\` is not in the settings`,
      help: didYouMean(text, known, 'lanes'),
    }));
}

/** The pipeline that was most likely meant, or of a pattern for a folder the folder. */
function guessFor(pattern: string, ids: readonly string[]): string | undefined {
  const [, folder, rest] = /^([^*?]+)(\/\*{1,2})$/.exec(pattern) ?? [];
  if (folder === undefined) return /[*?]/.test(pattern) ? undefined : nearest(pattern, ids);
  const folders = new Set(ids.flatMap((id) => foldersAbove(id)));
  const guess = nearest(folder, folders);
  return guess === undefined ? undefined : `${guess}${rest}`;
}

function foldersAbove(id: string): readonly string[] {
  const names = id.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function entriesOf(source: Source, list: Route): readonly Route[] {
  const entries: Route[] = [];
  while (source.has([...list, entries.length])) entries.push([...list, entries.length]);
  return entries;
}

/** One text, or those of a list. */
function textsAt(source: Source, route: Route): readonly { readonly text: string; readonly route: Route }[] {
  return [route, ...entriesOf(source, route)].flatMap((place) => {
    const text = source.scalar(place);
    return text === undefined ? [] : [{ text, route: place }];
  });
}
