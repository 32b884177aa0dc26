/** A line that says something of a metric, by the text format of Prometheus (version 0.0.4). */
const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const value = '(?:[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?|NaN|[+-]Inf)';
const help = new RegExp(`^# HELP (?<name>${name}) .*$`);
const type = new RegExp(`^# TYPE (?<name>${name}) (?<type>counter|gauge|histogram|summary|untyped)$`);
const sample = new RegExp(`^(?<name>${name})(?:\\{(?:${label}(?:,${label})*)?\\})? ${value}(?: -?\\d+)?$`, 'i');

/** A sentence for each line that Prometheus would not read, or would read as something else. */
export function formatProblems(text: string): readonly string[] {
  const problems: string[] = [];
  const types = new Map<string, string>();
  const seen = new Set<string>();
  if (!text.endsWith('\n')) problems.push('the last line does not end');
  for (const line of text.split('\n')) {
    const typed = type.exec(line)?.groups;
    if (typed !== undefined) {
      if (types.has(typed.name ?? '')) problems.push(`two types: ${line}`);
      types.set(typed.name ?? '', typed.type ?? '');
    } else if (line !== '' && !help.test(line)) {
      const found = sample.exec(line)?.groups?.name;
      const family = [found, found?.replace(/_(?:bucket|sum|count)$/, '')].find((each) => types.has(each ?? ''));
      if (found === undefined) problems.push(`it is no sample: ${line}`);
      else if (family === undefined) problems.push(`it has no type: ${line}`);
      const series = line.replace(/ \S+$/, '');
      if (seen.has(series)) problems.push(`it comes twice: ${series}`);
      seen.add(series);
    }
  }
  return problems;
}
