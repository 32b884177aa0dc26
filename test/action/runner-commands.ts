/**
 * The names of the commands that a runner of GitHub obeys in a log, in order: `::name …::` at the start of a line after
 * blanks, `##[name …]` anywhere in it; none between `stop-commands` and its word. After the runner's `ActionCommand`
 * and `ActionCommandManager`.
 */
export function obeyed(log: string): readonly string[] {
  const names: string[] = [];
  let word: string | undefined;
  for (const line of log.split(/\r\n|\n|\r/)) {
    const command = commandIn(line);
    if (command === undefined) continue;
    if (word !== undefined) {
      if (command.name === word) word = undefined;
    } else if (command.name === 'stop-commands') word = command.data;
    else names.push(command.name);
  }
  return names;
}

function commandIn(line: string): { readonly name: string; readonly data: string } | undefined {
  const second = /^\s*::(?<head>.*?)::(?<data>.*)$/.exec(line)?.groups;
  if (second !== undefined) return { name: (second.head ?? '').trim().split(' ')[0] ?? '', data: second.data ?? '' };
  const first = /##\[(?<head>[^\]]*)\](?<data>.*)$/.exec(line)?.groups;
  if (first !== undefined) return { name: (first.head ?? '').trim().split(' ')[0] ?? '', data: first.data ?? '' };
  return undefined;
}
