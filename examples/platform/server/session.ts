import { createDiscoveryCache, discoverPlugins } from '@plugwright/manifest/node'
import type { Plugin } from 'vite'

import { administrator, isGranted, roleKey } from '../src/access/role.ts'
import type { Group } from '../src/access/role.ts'

/** What the host's server knows about its callers. */
export interface Session {
  /** Who calls a plugin's router: the group in the header `x-atrium-role`, else in the cookie, else the administrator. */
  access(request: Request): Promise<{ can(permission: string): boolean; user: { group: string } }>
  /** Serves `GET /auth/session`: the groups that one can view the platform as. */
  readonly plugin: Plugin
}

/**
 * A stand-in for a real login: whoever calls is what the cookie says. The groups are the seed groups of the plugins that
 * are there right now.
 */
export function createSession(roots: Parameters<typeof discoverPlugins>[0]['roots'], cwd: string): Session {
  const cache = createDiscoveryCache()

  async function listGroups(): Promise<Group[]> {
    const { plugins } = await discoverPlugins({ ...(roots && { roots }), cwd, cache })
    const seeded = plugins.flatMap(({ state, manifest }) =>
      state === 'valid' && manifest
        ? manifest.seed_groups.map(({ name, permissions }) => ({ name, plugin: manifest.name, permissions }))
        : [],
    )
    return [administrator, ...seeded]
  }

  const serve: NonNullable<Plugin['configureServer']> & NonNullable<Plugin['configurePreviewServer']> = (server: {
    middlewares: import('vite').Connect.Server
  }) => {
    server.middlewares.use('/auth/session', (_request, response, next) => {
      listGroups().then((groups) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ groups }))
      }, next)
    })
  }

  return {
    async access(request) {
      const role = request.headers.get('x-atrium-role') ?? readCookie(request.headers.get('cookie') ?? '')
      const groups = await listGroups()
      const group = groups.find(({ name }) => name === (role ?? administrator.name))
      return {
        can: (permission) => group !== undefined && isGranted(group, permission),
        user: { group: group?.name ?? 'nobody' },
      }
    },
    plugin: { name: 'atrium-session', configureServer: serve, configurePreviewServer: serve },
  }
}

function readCookie(header: string): string | undefined {
  const pair = header.split('; ').find((part) => part.startsWith(`${roleKey}=`))
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(roleKey.length + 1))
}
