import { finding, type Report } from './finding.ts';
import { idProblem } from './names.ts';
import { routeWords } from './route-words.ts';
import type { SettingsFile } from './schema/settings-schema.ts';
import type { Route, Source } from './yaml/source.ts';

type Step = NonNullable<NonNullable<SettingsFile['lanes']>[string]['setup']>[number];

/** Reports set-up steps of lanes that Actions would not take, and so not the whole workflow. */
export function checkLanes({ lanes }: SettingsFile, source: Source, report: Report): void {
  for (const [name, { setup = [] }] of Object.entries(lanes ?? {})) {
    const route = ['lanes', name, 'setup'];
    setup.forEach((step, index) => {
      checkStep(step, [...route, index], source, report);
    });
    checkStepIds(setup, route, source, report);
  }
}

function checkStep(step: Step, route: Route, source: Source, report: Report): void {
  const words = routeWords(route);
  const help = 'A step has one of the two: `{ uses: actions/setup-python@<commit> }` or `{ run: uv sync }`.';
  if (step.uses === undefined && step.run === undefined) {
    report(finding('missingKey', source.value(route), `${words} has neither \`uses\` nor \`run\``, help));
  } else if (step.uses !== undefined && step.run !== undefined) {
    report(finding('wrongType', source.key([...route, 'run']), `${words} has both \`uses\` and \`run\``, help));
  } else {
    const [own, foreign] = step.uses === undefined ? ['run', ofUses] : ['uses', ofRun];
    for (const key of foreign.filter((each) => step[each] !== undefined)) {
      const message = `${words} has \`${own}\`, with which \`${key}\` means nothing`;
      report(finding('unknownKey', source.key([...route, key]), message, `Remove \`${key}\`.`));
    }
  }
}

const ofUses: readonly (keyof Step)[] = ['with'];
const ofRun: readonly (keyof Step)[] = ['shell', 'working-directory'];

function checkStepIds(setup: readonly Step[], route: Route, source: Source, report: Report): void {
  const seen = new Set<string>();
  for (const [index, { id }] of setup.entries()) {
    if (id === undefined) continue;
    const problem = id.startsWith('__') ? 'names that begin with `__` are reserved' : idProblem(id);
    const why = problem ?? (seen.has(id.toLowerCase()) ? 'another step of the lane has it' : undefined);
    seen.add(id.toLowerCase());
    if (why === undefined) continue;
    const message = `\`${id}\` cannot be the id of a step: ${why}`;
    report(finding('badId', source.value([...route, index, 'id']), message, 'Take another one, or leave it out.'));
  }
}
