import type { ServerResponse } from 'node:http'

import type { BackendAccess, PlugwrightApi } from '@plugwright/vite'
import type { Connect, Plugin } from 'vite'

import { administrator, isGranted, roleKey } from '../src/access/role.ts'
import type { Group } from '../src/access/role.ts'

/** What the host's server knows about its callers. */
export interface Session {
  /** Who calls a plugin's router: the group in the header `x-atrium-role`, else in the cookie, else the administrator. */
  readonly access: (request: Request) => Promise<BackendAccess>
  /** Serves `GET /auth/session`: the groups that one can view the platform as. */
  readonly plugin: Plugin
}

/**
 * A stand-in for a real login: whoever calls is what the cookie says. The groups are the seed groups of the plugins that
 * are there right now.
 */
export function createSession(): Session {
  let plugwright: PlugwrightApi | undefined

  async function listGroups(): Promise<Group[]> {
    const { plugins } = (await plugwright?.discover()) ?? { plugins: [] }
    const seeded = plugins.flatMap(({ state, manifest }) =>
      state === 'valid' && manifest
        ? manifest.seed_groups.map(({ name, permissions }) => ({ name, plugin: manifest.name, permissions }))
        : [],
    )
    return [administrator, ...seeded]
  }

  async function answer(response: ServerResponse, next: Connect.NextFunction): Promise<void> {
    try {
      const groups = await listGroups()
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ groups }))
    } catch (error) {
      next(error)
    }
  }

  function serve({ middlewares }: { middlewares: Connect.Server }): void {
    middlewares.use('/auth/session', (_request, response, next) => void answer(response, next))
  }

  return {
    async access({ headers }) {
      const role = headers.get('x-atrium-role') ?? readRole(headers.get('cookie') ?? '') ?? administrator.name
      const group = (await listGroups()).find(({ name }) => name === role)
      return {
        can: (permission) => group !== undefined && isGranted(group, permission),
        user: { group: group?.name ?? 'nobody' },
      }
    },
    plugin: {
      name: 'atrium-session',
      configResolved({ plugins }) {
        plugwright = plugins.find(({ name }) => name === 'plugwright')?.api as PlugwrightApi | undefined
      },
      configureServer: serve,
      configurePreviewServer: serve,
    },
  }
}

/** `theme=dark; atrium-role=crm_viewer` → `crm_viewer` */
function readRole(cookies: string): string | undefined {
  const cookie = cookies.split('; ').find((pair) => pair.startsWith(`${roleKey}=`))
  return cookie && decodeURIComponent(cookie.slice(roleKey.length + 1))
}
