/** By what names of owners are compared: `@Acme/Data` and `acme/data` are one team. */
export function ownerKey(name: string): string {
  return name.trim().toLowerCase().replace(/^@/, '');
}
