/**
 * Writes plain data as JavaScript source: JSON, except that a key `__proto__` stays a key, and absent fields are left out.
 *
 *     { label: 'Help', icon: undefined }   → {"label":"Help"}
 */
export function toSource(value: unknown): string {
  // Inside a JSON string the quote would be escaped, so this matches keys only.
  return (JSON.stringify(value) ?? 'undefined').replaceAll('"__proto__":', '["__proto__"]:')
}
