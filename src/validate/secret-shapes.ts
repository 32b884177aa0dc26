/** A kind of credential that can be told by its form alone. */
interface SecretShape {
  readonly name: string;
  readonly pattern: RegExp;
  /** Stands in every match: where a pattern begins with any letter at all, looking for this first is far cheaper. */
  readonly mark?: string;
}

/** Where a text holds what looks like a credential. */
export interface SecretMatch {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Forms that the issuers document, each with a prefix of its own, so that a match is hardly ever chance. Quantifiers are
 * bounded or over one class only: matching is linear in the text.
 */
const shapes: readonly SecretShape[] = [
  { name: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { name: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255})\b/g },
  { name: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { name: 'a Slack token', pattern: /(?<![A-Za-z0-9-])xox[abeprs]-[A-Za-z0-9-]{10,250}/g },
  {
    name: 'a Slack webhook',
    pattern: /https:\/\/hooks\.slack\.com\/services\/T[A-Za-z0-9]{6,20}\/B[A-Za-z0-9]{6,20}\/[A-Za-z0-9]{16,64}/g,
  },
  { name: 'a Stripe key', pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}\b/g },
  { name: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { name: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: 'an OpenAI or Anthropic key', pattern: /\bsk-(?:proj|ant)-[A-Za-z0-9_-]{20,255}/g },
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g },
  {
    name: 'a JSON Web Token',
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4096}\.eyJ[A-Za-z0-9_-]{10,4096}\.[A-Za-z0-9_-]{10,1024}/g,
  },
  {
    name: 'a password in an address',
    mark: '://',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@'"$<{]{0,100}:(?![^\s@]{0,100}(?:\$|\{\{))[^\s:/@'"$<{*]{3,200}@/gi,
  },
];

/** Every place of the text that has the form of a credential, in order. */
export function findSecrets(text: string): readonly SecretMatch[] {
  const found: SecretMatch[] = [];
  for (const { name, pattern, mark } of shapes) {
    if (mark !== undefined && !text.includes(mark)) continue;
    for (const match of text.matchAll(pattern)) {
      found.push({ name, start: match.index, end: match.index + match[0].length });
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

const secretName = /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)$/i;

/** True if a variable of this name commonly holds a credential, e.g. `CRM_TOKEN`. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/**
 * True if the value could be a credential rather than a word, a path, a reference or a placeholder: 12 to 512 characters of the
 * alphabets that tokens use, letters and digits mixed, and at least 3 bits of Shannon entropy a character.
 */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || value.length > 512) return false;
  if (!/^[\w+/=.~!@#%^&*:-]+$/.test(value) || value.includes('://')) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return entropyOf(value) >= 3;
}

function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Enough of a secret to find it, never enough to use it: at most 4 characters, and no more than a fifth. */
export function redact(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 5)))}…`;
}
