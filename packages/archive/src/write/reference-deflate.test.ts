import { expect, test } from 'vitest'
import { hasReferenceDeflate } from '../index.ts'

const { node_shared_zlib: isShared } = process.config.variables as { node_shared_zlib?: boolean }

test.runIf(isShared !== true)("Node's own zlib is the reference", () => {
  expect(hasReferenceDeflate()).toBe(true)
})
