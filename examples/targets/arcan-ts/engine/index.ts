import { dropRole, type EngineHost, makeRole, type Role } from './roles.ts'

/** What Arcan calls. Its SDK is not public; these are the operations that its pages name for dynamic credentials. */
export const engine = {
  describe: () => ({ name: 'postgres', version: '0.1.0' }),
  ping: (host: EngineHost): Promise<unknown> => host.sql('SELECT 1'),
  createCredentials: (host: EngineHost, role: Role): Promise<void> => makeRole(host, role),
  revokeCredentials: (host: EngineHost, name: string): Promise<void> => dropRole(host, name),
}
