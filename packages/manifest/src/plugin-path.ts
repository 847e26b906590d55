/** The normal form of a path in a plugin: `./frontend/` → `frontend`. */
export function toPath(path: string): string {
  return path.replace(/^\.\//, '').replace(/\/$/, '')
}

/** What keeps a path from being one inside the plugin, as the end of a sentence; `undefined` where nothing does. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'is empty'
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'has a control character'
  if (path.includes('\\')) return 'has a backslash'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute'
  const parts = toPath(path).split('/')
  if (parts.includes('..')) return 'leaves the plugin folder by ".."'
  if (parts.some((part) => part === '' || part === '.')) return 'has an empty part or a "."'
  return undefined
}
