/** Whether the person at the screen asked the browser to save data. */
export function isSavingData(): boolean {
  const { connection } = (globalThis.navigator ?? {}) as {
    readonly connection?: { readonly saveData?: boolean }
  }
  return connection?.saveData === true
}
