import { findSecrets, isSecretName } from '../validate/secret-shapes.ts';
import { reservedPrefix } from '../validate/variable-names.ts';

/** A credential in a command or a setting: where its value stands, and the variable that shall hold it. */
export interface Credential {
  readonly start: number;
  readonly end: number;
  readonly variable: string;
}

/**
 * A value as a command line has it, looked at and not taken: `--env=DB_PASSWORD=…` holds one in another. What is a reference or a
 * path already is none of our business.
 */
const value = String.raw`(?='(?<single>[^']+)'|"(?<double>[^"$\x60]+)"|(?<plain>[^\s;&|'"<>()\x60$/@-][^\s;&|'"<>()\x60$]*))`;

interface Form {
  readonly pattern: RegExp;
  /** The variable's name, or its end behind the program's name. */
  readonly variable: (name: string, program: string) => string;
  /** Always, without it. */
  readonly isCredential?: (name: string, length: number) => boolean;
}

const behind = (ending: string) => (_: string, program: string) => `${program}_${ending}`;
const shout = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');

const forms: readonly Form[] = [
  {
    pattern: new RegExp(
      String.raw`(?<=\s)--?(?!no-|ask-)(?<name>(?:[a-z]+-)*(?:[a-z]*password|[a-z]*passwd|passphrase|pass|token|secret|api-?key|access-?key|secret-?key))(?:=|\s+)${value}`,
      'dgi',
    ),
    variable: (name, program) => `${program}_${shout(name.replace(/^-+/, ''))}`,
    // As in `ffmpeg -pass 2`.
    isCredential: (_, length) => length > 2,
  },
  {
    pattern: new RegExp(String.raw`(?<!\w)(?<name>\w+)=${value}`, 'dg'),
    variable: (name) => (name === name.toUpperCase() ? name : shout(name)),
    isCredential: (name) => namesCredential(name),
  },
  {
    pattern: new RegExp(String.raw`\b(?:mysql|mariadb)[\w-]*(?=\s)[^|;&]*?\s-p${value}`, 'dg'),
    variable: behind('PASSWORD'),
  },
  { pattern: new RegExp(String.raw`\bsshpass\s+-p\s*${value}`, 'dg'), variable: () => 'SSHPASS' },
  { pattern: new RegExp(String.raw`\bredis-cli\b[^|;&]*?\s-a\s+${value}`, 'dg'), variable: () => 'REDISCLI_AUTH' },
  {
    pattern: /\b(?:curl|wget)\b[^|;&]*?\s(?:-u|--user)[=\s]*["']?[^\s:'"$]+:(?<plain>[^\s'"$]+)/dg,
    variable: behind('PASSWORD'),
  },
  { pattern: /Authorization:\s*(?:Bearer|Basic|Token)\s+(?<plain>[^\s'"$]+)/dgi, variable: behind('TOKEN') },
  { pattern: /\bX-[\w-]*(?:Token|Key|Secret):\s*(?<plain>[^\s'"$]+)/dgi, variable: behind('TOKEN') },
];

/** Finds credentials of all forms, in order; where two forms overlap the first counts. `program` names those without a name. */
export function findCredentials(text: string, program: string): readonly Credential[] {
  const found = [...namedValues(text, shout(program)), ...shapes(text, shout(program))];
  const sorted = found.sort((a, b) => a.start - b.start || b.end - a.end);
  return sorted.filter(({ start }, index) => sorted.slice(0, index).every(({ end }) => end <= start));
}

/** True if a variable of this name holds a credential; wider than the rule, as `PGPASSWORD` and `MYSQL_PWD` are meant, too. */
export function namesCredential(name: string): boolean {
  if (/^(?:OLD)?PWD$/i.test(name)) return false;
  return (
    isSecretName(name) ||
    /(?:PASSWORD|PASSWD|PASSPHRASE|_PWD|_PASS|_PW|APIKEY|(?:SECRET|AUTH|ENCRYPTION|SIGNING)_?KEY|SSHPASS|CLI_AUTH)$/i.test(
      name,
    )
  );
}

/** A name for a secret that neither Segue nor a runner claims. */
export function secretVariable(name: string): string {
  const safe = name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
  return reservedPrefix(safe) === undefined ? safe : `MY_${safe}`;
}

function namedValues(text: string, program: string): Credential[] {
  return forms.flatMap(({ pattern, variable, isCredential }) =>
    [...text.matchAll(pattern)].flatMap((match): Credential[] => {
      const { name = '' } = match.groups ?? {};
      const groups = match.indices?.groups ?? {};
      const place = groups.single ?? groups.double ?? groups.plain;
      if (place === undefined || isCredential?.(name, place[1] - place[0]) === false) return [];
      return [{ start: place[0], end: place[1], variable: secretVariable(variable(name, program)) }];
    }),
  );
}

/** Of an address with a password only the password is taken: the rest says what the job is about. */
function shapes(text: string, program: string): Credential[] {
  return findSecrets(text).map(({ name, start, end }) => {
    if (name !== 'a password in an address') {
      const kind = name.replace(/^an? /, '').replace(/ or .* key$/, ' key');
      return { start, end, variable: secretVariable(shout(kind)) };
    }
    const first = text.indexOf(':', text.indexOf('://', start) + 3) + 1;
    return { start: first, end: end - 1, variable: secretVariable(`${program}_PASSWORD`) };
  });
}
