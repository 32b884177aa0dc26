import { createPrivateKey } from 'node:crypto';

/** What was given as a key: PEM of which Node.js can make one that GitHub knows, or what is wrong with it, without a word of it. */
export type GivenKey = { readonly pem: string } | { readonly wrong: string };

const block = /-----BEGIN (?<label>[A-Z ]+)-----(?<body>[\s\S]*?)-----END \k<label>-----/;
const lineLength = 64;

/**
 * Reads a key as variables hold it: many of them take no line breaks, so `\n` or a blank may stand for one, there may be quotes around it, or the
 * whole may be in base64.
 */
export function readKey(given: string): GivenKey {
  const { label = '', body = '' } = block.exec(textOf(given))?.groups ?? {};
  if (label === '')
    return { wrong: 'it has no line -----BEGIN RSA PRIVATE KEY-----; a file is given by PRIVATE_KEY_PATH' };
  if (!label.endsWith('PRIVATE KEY')) return { wrong: `it is a ${label.toLowerCase()}` };
  if (label.startsWith('ENCRYPTED') || body.includes('ENCRYPTED')) return { wrong: 'it is encrypted' };
  const pem = [`-----BEGIN ${label}-----`, ...linesOf(body), `-----END ${label}-----`, ''].join('\n');
  try {
    const { asymmetricKeyType } = createPrivateKey(pem);
    return asymmetricKeyType === 'rsa'
      ? { pem }
      : { wrong: `GitHub’s keys are of the kind rsa, this one is ${asymmetricKeyType}` };
  } catch {
    return { wrong: 'a part of it is missing, or is damaged' };
  }
}

function textOf(given: string): string {
  const text = given.includes('-----BEGIN') ? given : Buffer.from(given, 'base64').toString();
  return text.replaceAll('\\r', '').replaceAll('\\n', '\n');
}

function linesOf(body: string): readonly string[] {
  const letters = body.replaceAll(/\s/g, '');
  return letters.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
}
