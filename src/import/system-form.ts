/** Accounts that are on most machines; no program has one of these names. */
const accounts =
  /^(?:root|www-data|nobody|postgres|mysql|backup|daemon|apache|nginx|ubuntu|admin|deploy|ec2-user|git|munin|list|mail|news|man|redis|airflow)$/;

/**
 * True if a crontab is the system's own, with a column for the user: by its path, by the heading of its columns, or because the
 * sixth word of every job is an account.
 */
export function isSystemCrontab(path: string, text: string): boolean {
  if (/(?:^|\/)etc\/(?:crontab$|cron\.d\/)/.test(path)) return true;
  const lines = text.split('\n').map((line) => line.trim());
  if (lines.some((line) => /^#.*\bdow\s+user(?:-?name)?\s+command\b/i.test(line))) return true;
  const users = lines.flatMap(
    (line) => /^(?:@\w+|[\d*]\S*(?:\s+\S+){4})\s+(?<user>\S+)\s+\S/.exec(line)?.groups?.user ?? [],
  );
  return users.length > 0 && users.every((user) => accounts.test(user));
}
