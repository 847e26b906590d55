import { useEffect, useState } from 'react'

/** What is known of an answer: nothing yet, its value, or why there is none. */
export type ApiAnswer<Value> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'ready'; readonly value: Value }

/**
 * Reads JSON from this plugin's own API: `useApi<Account[]>('/accounts')`. While another path is read, the former
 * answer stays.
 */
export function useApi<Value>(path: string): ApiAnswer<Value> {
  const [answer, setAnswer] = useState<ApiAnswer<Value>>({ status: 'loading' })

  useEffect(() => {
    const controller = new AbortController()
    callApi<Value>(path, { signal: controller.signal }).then(
      (value) => setAnswer({ status: 'ready', value }),
      (error: unknown) => {
        if (!controller.signal.aborted) setAnswer({ status: 'failed', reason: reasonOf(error) })
      },
    )
    return () => controller.abort()
  }, [path])

  return answer
}

/** Calls this plugin's API and gives the JSON of its answer; throws on any status but 2xx. */
export async function callApi<Value>(path: string, init: RequestInit = {}): Promise<Value> {
  const response = await fetch(`/api/crm${path}`, init)
  if (!response.ok)
    throw new Error(`The server answered ${response.status} to ${init.method ?? 'GET'} /api/crm${path}.`)
  return (await response.json()) as Value
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
