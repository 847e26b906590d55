/** The normal form of a path in a plugin: `./frontend/` → `frontend`. */
export function toPath(path: string): string {
  return path.replace(/^\.\//, '').replace(/\/$/, '')
}
