import { describe, expect, test } from 'vitest';
import { codeownersOf, mostCodeownersBytes, parseCodeowners } from '../../src/model/codeowners.ts';

/** The example of GitHub's documentation, abridged. */
const documented = `
# These owners will be the default owners for everything in the repo.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`;

test.each([
  ['README.md', ['@global-owner1', '@global-owner2']],
  ['src/a.js', ['@js-owner']],
  ['a/b/c.go', ['docs@example.com']],
  ['notes.txt', ['@octo-org/octocats']],
  ['build/logs/x', ['@octocat']],
  ['build/x', ['@global-owner1', '@global-owner2']],
  ['deep/apps/x', ['@octocat']],
  ['docs/a/b.md', ['@doctocat']],
  ['scripts/a.sh', ['@doctocat', '@octocat']],
  ['deep/logs/a/b', ['@octocat']],
  ['apps/x', ['@octocat']],
  ['apps/github/x', []],
])('the documented example: %s', (path, owners) => {
  expect(codeownersOf(parseCodeowners(documented), path)).toEqual(owners);
});

test.each([
  ['docs/*', 'docs/a.md', true],
  ['docs/*', 'docs/a/b.md', false],
  ['/*', 'a', true],
  ['/*', 'a/b', false],
  ['*', 'a/b', true],
  ['docs', 'a/docs/b', true],
  ['/docs', 'a/docs', false],
  ['docs/', 'docs', false],
  ['a/b', 'x/a/b', false],
  ['a/b', 'a/b/c', true],
  ['a/**', 'a/b/c', true],
  ['a/**/c', 'a/c', true],
  ['**/c', 'c', true],
  ['my\\ file', 'my file', true],
  ['Docs', 'docs', false],
  ['*.yml', 'pipelines/finance/daily.yml', true],
])('the pattern %s and %s: %s', (pattern, path, expected) => {
  expect(codeownersOf(parseCodeowners(`${pattern} @a`), path)).toEqual(expected ? ['@a'] : []);
});

describe('a line that is not valid', () => {
  test.each(['a b', 'a @', 'a @a b', '!a @a', 'a[bc] @a', '@a', 'a @a/b/c', 'a @-->'])('is left out: %s', (line) => {
    expect(parseCodeowners(line).filter(({ owners }) => owners.length > 0)).toEqual([]);
  });

  test('leaves the others', () => {
    expect(codeownersOf(parseCodeowners('* @a\r\n* nobody\r\n'), 'x')).toEqual(['@a']);
  });
});

test('a file that is too large says nothing, and one of many stars is read in time', () => {
  expect(parseCodeowners(`* @a\n${'#'.repeat(mostCodeownersBytes)}`)).toEqual([]);
  const stars = `${'**/*a*'.repeat(100)}z @a`;
  expect(codeownersOf(parseCodeowners(stars), `${'a/'.repeat(500)}b`)).toEqual([]);
});
