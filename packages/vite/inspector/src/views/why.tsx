import type { VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { explain } from '../../../src/inspect/explain.ts'
import type { CheckId, ExplainedCheck, Explanation } from '../../../src/inspect/explain.ts'
import type { ViewProps } from '../app.tsx'
import { toHostUrl, useHost } from '../host.ts'
import { Icon } from '../parts/icon.tsx'
import { Problem } from '../parts/problem.tsx'
import { Empty, View } from '../parts/view.tsx'
import { SubjectField } from './subject-field.tsx'

const TITLES: Readonly<Record<CheckId, string>> = {
  found: 'Found in a root',
  shadowed: 'Not shadowed',
  manifest: 'Manifest valid',
  packed: 'Merged from source',
  'host-range': 'Host version',
  plugins: 'Other plugins',
  shared: 'Shared packages',
  'switched-on': 'Switched on',
  page: 'Page',
  permission: 'Permission',
  code: 'Code',
  nav: 'Navigation',
}

const RESULTS: Readonly<Record<ExplainedCheck['result'], string>> = {
  pass: 'passed',
  fail: 'failed',
  note: 'remark',
  unknown: 'not known here',
}

/** Why a plugin or page is shown or is not, check by check. */
export function WhyView({ location, go }: ViewProps): VNode {
  const { inspection, viewAs } = useHost()
  const { subject } = location
  const [asked, ask] = useState(subject)
  // Before anybody can type: a later effect would take the first letters away.
  useLayoutEffect(() => ask(subject), [subject])
  return (
    <View
      title="Why is it not shown?"
      about="The checks that a host makes before something appears, in their order."
    >
      <SubjectField value={asked} onChange={ask} onSubmit={(next) => go({ subject: next })} isSearch />
      {subject === '' ? (
        <Empty>Name a plugin, its folder, or an address of the host.</Empty>
      ) : (
        <Answer explanation={explain(inspection, subject, { viewAs: viewAs === '' ? undefined : viewAs })} />
      )}
    </View>
  )
}

function Answer({ explanation }: { readonly explanation: Explanation }): VNode {
  const { inspection, viewAs } = useHost()
  const { summary, shown, checks, kind, plugin, path } = explanation
  const tone = shown === 'yes' ? 'good' : shown === 'no' ? 'bad' : 'info'
  const address = `${inspection.host.routeBase}/${plugin ?? ''}${path === '/' ? '' : (path ?? '')}`
  return (
    <>
      <p class={`verdict ${tone}`} role="status" data-testid="verdict" data-shown={shown}>
        {summary}
        {kind === 'page' && shown !== 'no' && (
          <a class="button" href={toHostUrl(inspection, address, viewAs)} target="plugwright-host">
            Open it <Icon name="open" />
          </a>
        )}
      </p>
      <ol class="checks">
        {checks.map((check) => (
          <li
            key={check.id}
            class={check.result}
            data-testid="check"
            data-check={check.id}
            data-result={check.result}
          >
            <span class="mark">
              <Icon name={check.result} />
              <span class="hidden">{RESULTS[check.result]}: </span>
            </span>
            <div>
              <h2>{TITLES[check.id]}</h2>
              <p>{check.message}</p>
              {check.hint !== undefined && check.result !== 'pass' && (
                <p class="hint">
                  <strong>Hint</strong> {check.hint}
                </p>
              )}
              {check.problems?.map((problem) => (
                <Problem key={problem.code + problem.message} problem={problem} />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}
