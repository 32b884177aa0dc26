import { programOf } from './command-program.ts';

/** Names for a job, the best first; each is a valid id. The later ones say more, for jobs that would share the first. */
export function jobNames(run: string, given: string | undefined): readonly string[] {
  if (given !== undefined) return [slug(given)];
  const [program = '', ...rest] = programOf(run);
  const words = rest.filter((word) => word !== '');
  const { name, used } = mainName(base(program), words);
  const first = slug(name);
  const more = words.slice(used).filter((word) => !/^-|^\d+$|[*?]|^\.+$/.test(word) && /[a-z]/i.test(word));
  const longer = more.slice(0, 3).map((_, index) => slug([name, ...more.slice(0, index + 1).map(base)].join('-')));
  return [first, ...longer.filter((each) => each !== first)];
}

/** The name of a job's program. */
export function programName(run: string): string {
  return base(programOf(run)[0] ?? '') || 'job';
}

/** Names for jobs so that no two are the same, without regard to case; as short as that allows, in the order of the lines. */
export function uniqueNames(candidates: readonly (readonly string[])[]): readonly string[] {
  const taken = new Set<string>();
  const wanted = candidates.map((names, job) => distinctName(candidates, names, job));
  return wanted.map((name) => {
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
    taken.add(free);
    return free;
  });
}

function distinctName(all: readonly (readonly string[])[], names: readonly string[], job: number): string {
  const [first = 'job'] = names;
  const rivals = all.filter((other, index) => index !== job && other[0] === first);
  if (rivals.length === 0) return first;
  return names.find((name, level) => level > 0 && rivals.every((other) => !other.includes(name))) ?? names[1] ?? first;
}

/** Programs that run a script, which is what the job is about. */
const interpreters =
  /^(?:python[\d.]*|php[\d.]*|perl|ruby|node|deno|bash|sh|dash|zsh|ksh|Rscript|lua|java|tsx|ts-node)$/;

/** Programs whose first words say what they do. */
const runners =
  /^(?:uv|poetry|pipenv|npm|pnpm|yarn|npx|bundle|make|rake|git|docker|docker-compose|podman|kubectl|systemctl|dbt|aws|gcloud|artisan|manage|console|wp|occ|apt|apt-get|certbot|restic|borg|rclone|just)$/;

interface MainName {
  readonly name: string;
  /** Arguments that are part of it. */
  readonly used: number;
}

function mainName(program: string, words: readonly string[]): MainName {
  if (interpreters.test(program)) {
    const module = words.indexOf('-m');
    if (module >= 0 && words[module + 1] !== undefined) return { name: words[module + 1] ?? program, used: module + 2 };
    const script = words.findIndex((word) => !word.startsWith('-'));
    if (script < 0 || words.slice(0, script).some((word) => /^-[a-z]*[cer]$/.test(word)))
      return { name: program, used: 0 };
    const inner = mainName(base(words[script] ?? ''), words.slice(script + 1));
    return { name: inner.name, used: script + 1 + inner.used };
  }
  if (!runners.test(program)) return { name: program, used: 0 };
  const verbs = words.slice(0, 3).filter((word) => /^[a-z][\w:.-]*$/i.test(word) && word !== 'run' && word !== 'exec');
  const runs = /^(?:uv|poetry|pipenv|bundle|npm|npx|pnpm|yarn|just|make)$/.test(program);
  const [verb] = verbs;
  if (verb === undefined) return { name: program, used: 0 };
  return { name: runs ? base(verb) : `${program}-${verb}`, used: words.indexOf(verb) + 1 };
}

function base(word: string): string {
  const last = word.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return last.replace(/(?<=.)\.(?:sh|bash|py|php|pl|rb|js|mjs|ts|jar|R|exe|sql|ya?ml|json|conf|cfg)$/i, '');
}

function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return /^[a-z]/.test(plain) && plain !== 'constructor' ? plain : plain === '' ? 'job' : `job-${plain}`;
}
