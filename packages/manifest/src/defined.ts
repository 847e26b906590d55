/** Leaves out the properties that are undefined, so that an absent field is absent. */
export function defined<T extends object>(value: { [Key in keyof T]: T[Key] | undefined }): T {
  const result: Partial<T> = {}
  for (const key in value) if (value[key] !== undefined) result[key] = value[key]
  return result as T
}
