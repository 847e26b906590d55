import type { PluginStatus, ProblemRecord } from '@plugwright/runtime'
import type { ReactElement } from 'react'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'

/** The place of a problem; in development a link that makes Vite open the editor there. */
export function EditorLink(props: {
  readonly status: PluginStatus
  readonly problem: ProblemRecord
}): ReactElement | null {
  const { base } = useHostSettings()
  const { dev, root } = useRegistrySnapshot()
  const { file, line, column } = props.problem
  if (file === undefined) return null
  const position = [line, column]
    .filter((part) => part !== undefined)
    .map((part) => `:${part}`)
    .join('')
  const place = <code>{shortPath(file, root) + position}</code>
  const path = editorPath(file, props.status.dir)
  if (!dev || path === undefined) return <p>{place}</p>

  const address = `${base}/__open-in-editor?file=${encodeURIComponent(path + position)}`
  return (
    <p>
      <a
        href={address}
        data-plugwright-editor=""
        onClick={(event) => {
          event.preventDefault()
          // The answer has no content, and without an editor there is nothing to do.
          void fetch(address).catch(() => undefined)
        }}
      >
        {place} (open in the editor)
      </a>
    </p>
  )
}

/** Files of the server are absolute; a page's module is below the plugin's folder; a block's key is no file. */
function editorPath(file: string, dir: string | undefined): string | undefined {
  if (/^(?:\/|[a-z]:[\\/])/i.test(file)) return file
  return dir === undefined || !/\.\w+$/.test(file) ? undefined : `${dir}/${file}`
}

/** As the terminal shows it: below the host's folder where it is there. */
function shortPath(file: string, root: string | undefined): string {
  return root !== undefined && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file
}
