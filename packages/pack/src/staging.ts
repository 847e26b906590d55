import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Lets `work` write files into a folder of its own inside `outputDir`; when it is done, they are renamed into
 * `outputDir`, over what is there. When it fails, `outputDir` is as it was, and not made where it was missing.
 */
export async function withStaging<T>(outputDir: string, work: (staging: string) => Promise<T>): Promise<T> {
  const created = await makeFolders(outputDir)
  let isDone = false
  try {
    const staging = await mkdtemp(path.join(outputDir, '.plugwright-'))
    try {
      const result = await work(staging)
      await moveInto(outputDir, staging)
      isDone = true
      return result
    } finally {
      await rm(staging, { recursive: true, force: true })
    }
  } finally {
    if (!isDone && created !== undefined) await removeEmpty(outputDir, created)
  }
}

/**
 * Makes a folder and those above it; returns the topmost that was missing. Node's recursive `mkdir` would try for ever
 * where a folder that exists answers ENOENT, as /proc does.
 */
async function makeFolders(folder: string): Promise<string | undefined> {
  const refusal = await tryMkdir(folder)
  if (refusal === undefined) return folder
  if (await isDirectory(folder)) return undefined
  const parent = path.dirname(folder)
  if (refusal.code !== 'ENOENT' || parent === folder) throw refusal
  const created = await makeFolders(parent)
  const secondRefusal = await tryMkdir(folder)
  if (secondRefusal === undefined) return created ?? folder
  // Somebody else may have made it in between.
  if (await isDirectory(folder)) return created
  throw secondRefusal
}

async function tryMkdir(folder: string): Promise<NodeJS.ErrnoException | undefined> {
  return mkdir(folder).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  )
}

async function isDirectory(folder: string): Promise<boolean> {
  return stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

async function moveInto(folder: string, staging: string): Promise<void> {
  for (const child of await readdir(staging, { withFileTypes: true })) {
    const from = path.join(staging, child.name)
    const to = path.join(folder, child.name)
    if (!child.isDirectory()) {
      await rename(from, to)
      continue
    }
    await mkdir(to, { recursive: true })
    await moveInto(to, from)
  }
}

/** Removes a folder and those above it, up to `last`, as long as they are empty. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  for (let current = folder; ; current = path.dirname(current)) {
    const isRemoved = await rmdir(current).then(
      () => true,
      () => false,
    )
    if (!isRemoved || current === path.resolve(last)) return
  }
}
