const tasks = 20;

/** So many different pipelines of 20 tasks and about 4 KB, as people write them: path → text. */
export function validatedPipelines(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`pipelines/team-${index % 25}/load-${index}.yml`, pipeline(index)]),
  );
}

function pipeline(index: number): string {
  const head = `name: Load ${index}
description: Loads source ${index}, checks it, and refreshes what is built on it.
owner: "@acme/team-${index % 25}"
tags: [daily, load]
on:
  schedule:
    - cron: "${index % 60} 5 * * *"
      timezone: Europe/Paris
params:
  country: { type: string, default: FR, enum: [FR, DE] }
env: { SOURCE: "source-${index}" }
defaults: { timeout: 20m, retries: 1, artifacts: none }
tasks:
`;
  return head + Array.from({ length: tasks }, (_, position) => task(position)).join('');
}

function task(position: number): string {
  const needs = [position - 1, position - 3].filter((need) => need >= 0).map((need) => `step-${need}`);
  return [
    `  step-${position}:`,
    ...(needs.length === 0 ? [] : [`    needs: [${needs.join(', ')}]`]),
    `    run: uv run step.py --step ${position} --country "$SEGUE_PARAM_COUNTRY"`,
    ...(position % 4 === 1 ? [`    env: { ROWS: "\${{ needs.step-${position - 1}.outputs.rows }}" }`] : []),
    ...(position % 5 === 2 ? ['    retries: { limit: 3, delay: 10s, backoff: exponential, max-delay: 5m }'] : []),
    ...(position % 3 === 0 ? ['    timeout: 30m', '    working-directory: jobs/load'] : []),
    ...(position % 4 === 0 ? ['    # What this step promises to those below it.'] : []),
    `    name: Step ${position} of the load`,
    '',
  ].join('\n');
}
