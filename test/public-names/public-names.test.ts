import { expect, test } from 'vitest'
import { readPackages } from '../repository.ts'
import { listExportedNames } from './exported-names.ts'

const packages = await readPackages()

test.each(packages)('the public names of packages/$folder', async (workspacePackage) => {
  // A change of these files is a change for users: it needs a changeset. `vitest -u` writes them.
  await expect(await listExportedNames(workspacePackage)).toMatchFileSnapshot(
    `expected/${workspacePackage.folder}.txt`,
  )
})
