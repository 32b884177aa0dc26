import { below } from './command-directory.ts';
import { programOf } from './command-program.ts';
import { type Note, note } from './note.ts';
import { literalOf, shellTokens } from './shell-tokens.ts';

export interface CommandFacts {
  /** As it stands in the pipeline. */
  readonly run: string;
  readonly shell: string;
  /** Where the repository lies on the crontab's machine, if that is known. */
  readonly checkout: string | undefined;
  readonly inDirectory: boolean;
}

/** What a person should know or check of a command that stays as it was. */
export function commandNotes(facts: CommandFacts): readonly Note[] {
  const { run, shell } = facts;
  const tokens = shellTokens(run) ?? [];
  const words = tokens.flatMap(({ kind, text }) => (kind === 'word' ? [literalOf(text) ?? text] : []));
  const signs = tokens.flatMap(({ kind, text }) => (kind === 'operator' ? [text] : []));
  const first = words[0] ?? '';
  return [
    ...shellNotes(shell, signs, first),
    ...(signs[0] === '&&' && /^(?:\[\[?|test|!)$/.test(first) ? [guard] : []),
    ...(signs.includes('&&') && !/^(?:\[\[?|test|!|cd|sleep)$/.test(first) ? [steps] : []),
    ...(words.includes('sudo') ? [sudo] : []),
    ...(/(?:^|[\s(`|])date\b/.test(run) ? [date] : []),
    ...(/(?:^|\/)run-parts$/.test(programOf(run)[0] ?? '') || words.includes('run-parts') ? [system] : []),
    ...(/\$\{?RANDOM|\brand\(|\bshuf\b/.test(run) ? [random] : []),
    ...pathNotes(
      [...words, ...tokens.flatMap(({ kind, text }) => (kind === 'redirect' ? [targetOf(text)] : []))],
      facts,
    ),
  ];
}

const guard = note(
  'status',
  'It begins with a test and `&&`: where the test does not hold the task can fail, which cron did not mind. Write `if …; then …; fi`.',
);
const steps = note(
  'chain',
  '`a && b` may as well be two tasks, `b` with `needs: a`: then a retry begins where it broke.',
);
const sudo = note('sudo', '`sudo` needs an account that is not asked for a password: tasks have no terminal.');
const date = note(
  'date',
  'It asks `date` for today: a late or repeated run gets another day. `$SEGUE_INTERVAL_START` and `$SEGUE_INTERVAL_END` stay the same.',
);
const system = note(
  'system',
  '`run-parts` starts what the machine keeps in a folder of its own. That is rather left in the crontab.',
);
const random = note(
  'random',
  'It draws a random number; `$RANDOM` is empty in `sh`. Take it away if it only spread the load.',
);

function shellNotes(shell: string, signs: readonly string[], first: string): readonly Note[] {
  const isShell = shell === 'sh' || shell === 'bash';
  const several = signs.some((sign) => /^[;\n]$/.test(sign)) && first !== 'sleep';
  const notes: Note[] = [];
  if (isShell && several) {
    notes.push(
      note(
        'shell',
        `cron goes on after a command that fails, \`${shell}\` stops here. With \`set +e\` as the first line it goes on.`,
      ),
    );
  }
  if (shell === 'bash' && signs.includes('|')) {
    notes.push(note('shell', 'Here a pipe fails if any part of it does (`pipefail`); in cron the last part decides.'));
  }
  return notes;
}

function pathNotes(words: readonly string[], { checkout, inDirectory }: CommandFacts): readonly Note[] {
  const absolute = words.flatMap((word) => /(?:^|=)(?<path>~?\/[\w.][^\s'"$`*?;]*)/.exec(word)?.groups?.path ?? []);
  const inside = absolute
    .flatMap((path) => (checkout === undefined ? [] : (below(path, checkout) ?? [])))
    .filter((path) => path !== '.');
  const outside = absolute.filter((path) => checkout === undefined || below(path, checkout) === undefined);
  const foreign = unique(
    outside.filter((path) => !/^\/(?:(?:usr\/(?:local\/)?)?s?bin\/|dev\/|tmp(?:\/|$))/.test(path)),
  );
  const relative = !inDirectory && words.some((word) => /^(?:\.{1,2}\/|[\w-]+\/[\w./-]*\.\w+$)/.test(word));
  const changes = words.includes('cd');
  return [
    ...(inside.length === 0
      ? []
      : [
          note(
            'path',
            `${listed(unique(inside))} ${inside.length === 1 ? 'lies' : 'lie'} in this repository: name it from the root, and runs use their own commit's file.`,
          ),
        ]),
    ...(foreign.length === 0
      ? []
      : [note('path', `${listed(foreign)}: paths of the machine. What a job runs should be in the repository.`)]),
    ...(relative && !changes ? [home] : []),
  ];
}

function targetOf(redirect: string): string {
  return redirect.replace(/^[\d<>&|]+\s*/, '');
}

const home = note(
  'directory',
  'It has relative paths: cron starts in the home folder of its user, tasks in the root of the repository.',
);

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => `\`${path}\``);
  return paths.length > shown.length ? `${shown.join(', ')} and ${paths.length - shown.length} more` : shown.join(', ');
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
