import { type AlertRoute, type Alerts, defaultAlerts, type QuietHours, weekdays } from '../alerts.ts';
import { isTimezone } from '../check-alerts.ts';
import type { SettingsFile } from '../schema/settings-schema.ts';

type AlertsFile = NonNullable<SettingsFile['alerts']>;

/** `alerts`; what makes no sense keeps its default. */
export function toAlerts(file: SettingsFile['alerts']): Alerts {
  if (file === undefined) return defaultAlerts;
  const { timezone = defaultAlerts.timezone } = file;
  return Object.freeze({
    after: file.after ?? defaultAlerts.after,
    perDay: file['per-day'] ?? defaultAlerts.perDay,
    timezone: isTimezone(timezone) ? timezone : defaultAlerts.timezone,
    ...(file.quiet === undefined || file.quiet.from === file.quiet.to ? {} : { quiet: toQuiet(file.quiet) }),
    routes: Object.freeze((file.routes ?? []).map(toRoute)),
  });
}

function toQuiet({ from, to, days, critical }: NonNullable<AlertsFile['quiet']>): QuietHours {
  return Object.freeze({ from, to, days: Object.freeze([...(days ?? weekdays)]), critical: critical ?? 'always' });
}

function toRoute({
  webhook,
  format = 'slack',
  pipelines,
  tags,
  owners,
}: NonNullable<AlertsFile['routes']>[number]): AlertRoute {
  return Object.freeze({
    webhook,
    format,
    ...(pipelines === undefined ? {} : { pipelines }),
    ...(tags === undefined ? {} : { tags }),
    ...(owners === undefined ? {} : { owners }),
  });
}
