import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import { expect, test } from 'vitest'
import { createOwners } from '../merge/owners.ts'
import { findEdited } from './edited.ts'

const crm = { realDir: '/srv/data/crm' } as DiscoveredPlugin
const owners = createOwners(new Map([['/srv/app/plugins/crm', crm]]))

test.each<[files: string[], expected: string[] | undefined]>([
  [['/srv/app/plugins/crm/plugin.yaml'], ['/srv/data/crm']],
  [['/srv/app/plugins/crm/plugin.yaml', '/srv/app/plugins/crm/package.json'], undefined],
  [['/srv/app/plugins/crm/plugin.yaml', '/srv/app/plugins/new/plugin.yaml'], undefined],
])('%j', (files, expected) => {
  expect(findEdited(new Set(files), owners)).toEqual(expected && new Set(expected))
})
