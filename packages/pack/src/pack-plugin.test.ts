import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packPlugin } from './index.ts'
import { copyCrm, copyingBundler } from './plugin-folder.test.kit.ts'

test('smoke', async () => {
  const dir = copyCrm()
  const result = await packPlugin({ dir, bundler: copyingBundler })
  console.log(JSON.stringify(result, null, 1))
  expect(result.ok).toBe(true)
  const tar = gunzipSync(readFileSync(result.packages[0]!.path))
  console.log(tar.subarray(512, 9000).toString().split('\0')[0])
  console.log(readFileSync(result.packages[0]!.reportPath, 'utf8'))
})
