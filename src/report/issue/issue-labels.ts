/** A person puts it on an issue: nobody is told of it any more, and it is kept true all the same. */
export const mutedLabel = 'segue:muted';

/** How labels look that are made for the first time; six hexadecimal digits. */
export const issueLabels = {
  segue: { color: '5319e7', description: 'Written by Segue' },
  'segue:critical': { color: 'b60205', description: 'Somebody waits for the data' },
  'segue:warning': { color: 'fbca04', description: 'Nobody waits for the data yet' },
  [mutedLabel]: { color: 'cccccc', description: 'Put it on an issue of Segue: nobody is told of it any more' },
} as const;
