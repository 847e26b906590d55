import type { FailedModule, Registry } from '@plugwright/runtime'
import { toRenderFailure, type RenderFailureActions } from '@plugwright/runtime/adapter'
import { Component, type ReactNode } from 'react'

/** What the boundary guards: one page or block. A new key of the element starts it anew. */
export interface ModuleBoundaryProps {
  readonly registry: Registry
  readonly plugin: string
  /** The page's `module` or the block's key. */
  readonly module: string
  renderFailure(failure: FailedModule): ReactNode
  readonly children: ReactNode
}

/** Keeps what a plugin's code throws while it is shown to its own place. */
export class ModuleBoundary extends Component<
  ModuleBoundaryProps,
  { thrown: { readonly error: unknown } | undefined }
> {
  override state: { thrown: { readonly error: unknown } | undefined } = { thrown: undefined }

  static getDerivedStateFromError(error: unknown): { thrown: { readonly error: unknown } } {
    return { thrown: { error } }
  }

  override componentDidCatch(error: unknown): void {
    this.#actionsOn(error).report()
  }

  /** StrictMode takes the boundary away and puts it back: what it reported is forgotten then. */
  override componentDidMount(): void {
    const { thrown } = this.state
    if (thrown !== undefined) this.#actionsOn(thrown.error).report()
  }

  override componentWillUnmount(): void {
    const { thrown } = this.state
    if (thrown !== undefined) this.#actionsOn(thrown.error).forget()
  }

  override render(): ReactNode {
    const { renderFailure, children } = this.props
    const { thrown } = this.state
    return thrown === undefined ? children : renderFailure(this.#actionsOn(thrown.error).failure)
  }

  #actionsOn(error: unknown): RenderFailureActions {
    return toRenderFailure(this.props, { error, restart: () => this.setState({ thrown: undefined }) })
  }
}
