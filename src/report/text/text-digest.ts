/**
 * Sixteen hexadecimal digits that tell texts apart: FNV-1a twice over the UTF-16 units, finished as in MurmurHash3. Reports know no
 * module of Node; nobody gains by making two texts of one digest, so it need not be a cryptographic one.
 */
export function textDigest(text: string): string {
  return `${half(text, 0x811c9dc5)}${half(text, 0x9747b28c)}`;
}

function half(text: string, seed: number): string {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
