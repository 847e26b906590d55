import { createLink, type InternalLink } from '@plugwright/runtime/adapter'
import { useMemo } from 'react'
import { useHostSettings } from './host-settings.ts'

/** Gives a function from an address of the host to the props of a link: `<a {...link('/plugins/crm')}>`. */
export function useLink(): (href: string) => InternalLink {
  const { base, navigate } = useHostSettings()
  return useMemo(() => createLink({ base, navigate }), [base, navigate])
}
