import { finding, type Report } from './finding.ts';
import type { SettingsFile } from './schema/settings-schema.ts';
import type { Source } from './yaml/source.ts';

/** Reports alerts that have the right shape and would not do what they say. */
export function checkAlerts({ alerts }: SettingsFile, source: Source, report: Report): void {
  const { timezone, quiet, routes = [] } = alerts ?? {};
  if (timezone !== undefined && !isTimezone(timezone)) {
    const help = 'Take a name of the IANA database, such as `Europe/Paris`.';
    const message = `\`${timezone}\` is not a timezone that is known`;
    report(finding('wrongType', source.value(['alerts', 'timezone']), message, help));
  }
  if (quiet !== undefined && quiet.from === quiet.to) {
    const help =
      'Write two times: `quiet: { from: "22:00", to: "07:00" }`; for whole days `from: "00:00", to: "23:59"`.';
    const message = '`to` of `quiet` is the time at which it begins';
    report(finding('wrongType', source.value(['alerts', 'quiet', 'to']), message, help));
  }
  const all = routes.findIndex(({ pipelines, tags, owners }) => [pipelines, tags, owners].every((each) => !each));
  if (all < 0 || all === routes.length - 1) return;
  const help = 'Put the route that takes everything last.';
  const message = `item ${all + 2} of \`routes\` gets nothing: the one before it takes everything`;
  report(finding('outOfBounds', source.value(['alerts', 'routes', all + 1]), message, help));
}

export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z][\w+\-/]{0,99}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
