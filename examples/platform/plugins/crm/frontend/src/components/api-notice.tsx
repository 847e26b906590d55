import type { ReactElement } from 'react'

import type { ApiAnswer } from '../use-api.ts'

/** What stands in the place of content that is not there (yet). */
export function ApiNotice({
  answer,
}: {
  answer: Exclude<ApiAnswer<unknown>, { status: 'ready' }>
}): ReactElement {
  if (answer.status === 'loading')
    return (
      <p className="ui-notice" aria-busy="true">
        Loading…
      </p>
    )
  return (
    <p className="ui-notice" data-tone="negative" role="alert">
      {answer.reason}
    </p>
  )
}
