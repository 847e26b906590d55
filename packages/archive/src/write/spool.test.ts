import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSpool } from './spool.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'spool-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test.each([0, 1, 999, 1000, 4000, 1e6])(
  'gives back in order what was added: %i bytes in memory',
  async (memoryInBytes) => {
    const spool = createSpool({ file: path.join(dir, 'spool'), memoryInBytes })
    // 0 to 99 bytes, 4,950 in all.
    const chunks = Array.from({ length: 100 }, (_, index) => Buffer.alloc(index, index))
    for (const chunk of chunks) await spool.add(chunk)
    expect(readdirSync(dir)).toHaveLength(memoryInBytes < 4950 ? 1 : 0)
    for (const chunk of chunks) expect(await spool.next()).toEqual(chunk)
    await spool.close()
    expect(readdirSync(dir)).toEqual([])
  },
)
