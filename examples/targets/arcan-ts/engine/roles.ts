/** What the capabilities in plugin.yaml give the engine. */
export interface EngineHost {
  template(path: string, values: Readonly<Record<string, string>>): Promise<string>
  sql(statement: string): Promise<unknown>
  audit(event: string): Promise<void>
}

/** A role with a password that expires. */
export interface Role {
  readonly name: string
  readonly password: string
  readonly expires: string
}

export async function makeRole(host: EngineHost, { name, password, expires }: Role): Promise<void> {
  await host.sql(await host.template('templates/create_role.sql', { name, password, expires }))
  await host.audit(`created ${name}`)
}

export async function dropRole(host: EngineHost, name: string): Promise<void> {
  await host.sql(await host.template('templates/revoke_role.sql', { name }))
  await host.audit(`revoked ${name}`)
}
