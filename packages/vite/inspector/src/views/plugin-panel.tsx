import type { ComponentChildren, RefObject, VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { InspectedPlugin, PluginPlace, Requirement } from '../../../src/inspect/inspection.ts'
import { formatBytes } from '../format.ts'
import { toHostUrl, useHost } from '../host.ts'
import { Permission, StateChip } from '../parts/chips.tsx'
import { EditorLink } from '../parts/editor-link.tsx'
import { Icon } from '../parts/icon.tsx'
import { Problem } from '../parts/problem.tsx'
import { toHash } from '../use-location.ts'

/** One plugin in detail; Escape closes it. */
export function PluginPanel({
  plugin,
  onClose,
}: {
  readonly plugin: InspectedPlugin
  readonly onClose: () => void
}): VNode {
  const { problems } = useHost().inspection
  const element = usePanelKeys(plugin.dir, onClose)
  const found = plugin.problems.flatMap((index) => problems[index] ?? [])
  return (
    <aside
      class="panel"
      ref={element}
      tabIndex={-1}
      aria-label={plugin.displayName}
      data-testid="plugin-panel"
    >
      <header>
        <div>
          <h2>{plugin.displayName}</h2>
          <p class="quiet">
            {plugin.name} {plugin.version}
          </p>
        </div>
        <StateChip state={plugin.state} />
        <button type="button" class="icon-button" onClick={onClose} aria-label="Close" title="Close (Esc)">
          <Icon name="close" />
        </button>
      </header>
      {plugin.description !== undefined && <p>{plugin.description}</p>}
      <p class="actions">
        <a
          class="button"
          href={toHash({ view: 'why', subject: plugin.state === 'shadowed' ? plugin.place : plugin.name })}
        >
          Why is it {plugin.state === 'merged' ? 'shown' : 'not shown'}?
        </a>
      </p>
      <Facts plugin={plugin} />
      {found.map((problem) => (
        <Problem key={problem.code + problem.message} problem={problem} />
      ))}
      <Pages plugin={plugin} />
    </aside>
  )
}

/** Takes the focus for each plugin, and gives it back at the end, so that a keyboard stays where it was. */
function usePanelKeys(dir: string, onClose: () => void): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    element.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [dir])
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [onClose])
  return element
}

function Facts({ plugin }: { readonly plugin: InspectedPlugin }): VNode {
  const size = useHost().inspection.sizes.plugins.find((entry) => entry.plugin === plugin.name)
  const isUsed = plugin.state !== 'shadowed' && size !== undefined
  return (
    <dl class="pairs">
      <Pair label="Manifest">
        <EditorLink
          file={plugin.manifestFile}
          place={`${plugin.place}/${plugin.manifestFile.split('/').at(-1)}`}
        />
      </Pair>
      {plugin.realDir !== undefined && (
        <Pair label="Links to">
          <code>{plugin.realDir}</code>
        </Pair>
      )}
      <Pair label="Source">{plugin.source}</Pair>
      {plugin.shadowedBy !== undefined && (
        <Pair label="Shadowed by">
          <PlaceLink place={plugin.shadowedBy} />
        </Pair>
      )}
      {plugin.shadows.map((place) => (
        <Pair key={place.dir} label="Shadows">
          <PlaceLink place={place} />
        </Pair>
      ))}
      {plugin.requires.map((requirement) => (
        <Pair key={requirement.kind + requirement.name} label={`Needs ${requirement.kind}`}>
          <RequirementText requirement={requirement} />
        </Pair>
      ))}
      {plugin.permissions.length > 0 && (
        <Pair label="Permissions">
          {plugin.permissions.map((name) => (
            <Permission key={name} name={name} />
          ))}
        </Pair>
      )}
      {isUsed && (
        <Pair label="In this server">
          {size.modules === 0
            ? 'nothing loaded yet'
            : `${size.modules} modules, ${formatBytes(size.transformedBytes)}`}
        </Pair>
      )}
      {isUsed && size.built !== undefined && (
        <Pair label="In the last build">
          {formatBytes(size.built.bytes)}
          {size.built.gzipBytes !== undefined && `, ${formatBytes(size.built.gzipBytes)} gzip`}
        </Pair>
      )}
    </dl>
  )
}

function Pair({ label, children }: { readonly label: string; readonly children: ComponentChildren }): VNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function PlaceLink({ place: { place, version, source } }: { readonly place: PluginPlace }): VNode {
  return (
    <a href={toHash({ view: 'plugins', subject: place })}>
      {place} {version} ({source})
    </a>
  )
}

function RequirementText({ requirement }: { readonly requirement: Requirement }): VNode {
  const { name, range, found, result } = requirement
  return (
    <>
      {name} <code>{range}</code>{' '}
      {result === 'fits' ? (
        <span class="quiet">{found} fits</span>
      ) : (
        <span class={result === 'unknown' ? 'chip info' : 'chip bad'}>{found ?? result}</span>
      )}
    </>
  )
}

function Pages({ plugin }: { readonly plugin: InspectedPlugin }): VNode | null {
  const { inspection, viewAs } = useHost()
  const pages =
    plugin.state === 'shadowed' ? [] : inspection.routes.pages.filter((page) => page.plugin === plugin.name)
  const blocks =
    plugin.state === 'shadowed'
      ? []
      : inspection.slots.flatMap((slot) => slot.blocks).filter((block) => block.plugin === plugin.name)
  if (pages.length + blocks.length === 0) return null
  return (
    <>
      <h3>Pages and blocks</h3>
      <ul class="modules">
        {pages.map(({ path, address, file, module, permission }) => (
          <li key={path}>
            {/[:*]/.test(path) ? (
              <code>{address}</code>
            ) : (
              <a href={toHostUrl(inspection, address, viewAs)} target="plugwright-host">
                <code>{address}</code>
              </a>
            )}
            <Permission name={permission} />
            <EditorLink file={file} place={module} />
          </li>
        ))}
        {blocks.map(({ key, file, module, permission }) => (
          <li key={key}>
            <code>{key}</code>
            <Permission name={permission} />
            <EditorLink file={file} place={module} />
          </li>
        ))}
      </ul>
    </>
  )
}
