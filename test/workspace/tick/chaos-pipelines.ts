import { ledgerScript } from './chaos-ledger.ts';

const header = 'description: d\nowner: o\n';

/** Each names its catchup; `edited` has its crons changed while all goes on. */
const pipelines: Readonly<Record<string, string>> = {
  handing: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
tasks:
  make: { run: '. ./ledger.sh; mkdir -p out; echo "$SEGUE_INTERVAL_START" > out/made; sleep 0.3; through', artifacts: [out/made] }
  use: { needs: make, run: '. ./ledger.sh; sleep 1.2; [ "$(cat out/made)" = "$SEGUE_INTERVAL_START" ]; through', artifacts: none }
`,
  wide: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
max-active-runs: 3
defaults: { artifacts: none }
tasks:
  one: { run: '. ./ledger.sh; sleep 2; through' }
  two: { run: '. ./ledger.sh; sleep 0.2; through' }
  sum: { needs: [one, two], run: '. ./ledger.sh; through' }
`,
  edited: edited('*/2 * * * *'),
  newest: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: latest
tasks: { only: { run: '. ./ledger.sh; sleep 1; through', artifacts: none } }
`,
  present: `on: { schedule: [{ cron: "*/2 * * * *" }] }
catchup: none
tasks: { only: { run: '. ./ledger.sh; sleep 0.2; through', artifacts: none } }
`,
  later: `on: { after: [handing, newest] }
tasks: { only: { run: '. ./ledger.sh; sleep 0.3; through', artifacts: none } }
`,
};

export const pipelineIds: readonly string[] = Object.keys(pipelines).sort();

/** Each interval of these is run, none is passed over. */
export const wholeIds: readonly string[] = ['handing', 'wide', 'edited'];

/** These fire each minute, so where their cursor has to be in the end is known. */
export const minutelyIds: readonly string[] = ['handing', 'wide', 'newest'];

/** By path, all that the repository begins with. */
export function chaosFiles(): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(Object.entries(pipelines).map(([id, text]) => [`pipelines/${id}.yml`, header + text])),
    'ledger.sh': ledgerScript,
    '.gitignore': 'out/\n',
    '.github/segue.yml': 'lease: 10s\nmax-parallel-runs: 6\nenvironments: { production: {} }\n',
  };
}

/** The file of `edited`, other than before. */
export function editedFile(cron: string, note: number): readonly [path: string, text: string] {
  return ['pipelines/edited.yml', `${header}# ${note}\n${edited(cron)}`];
}

function edited(cron: string): string {
  return `on: { schedule: [{ cron: "${cron}" }] }
catchup: all
tasks: { only: { run: '. ./ledger.sh; sleep 0.2; through', artifacts: none } }
`;
}
