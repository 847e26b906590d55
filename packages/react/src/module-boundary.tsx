import { renderFailed, type FailedModule, type Registry } from '@plugwright/runtime'
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
    this.#report(error)
  }

  /** StrictMode takes the boundary away and puts it back: what it reported is forgotten then. */
  override componentDidMount(): void {
    if (this.state.thrown !== undefined) this.#report(this.state.thrown.error)
  }

  override componentWillUnmount(): void {
    if (this.state.thrown !== undefined) this.#forget()
  }

  override render(): ReactNode {
    const { plugin, module, renderFailure, children } = this.props
    const { thrown } = this.state
    if (thrown === undefined) return children
    const problem = renderFailed({ plugin, file: module }, thrown.error)
    return renderFailure({
      kind: 'failed',
      plugin,
      module,
      reason: problem.message,
      problems: [problem],
      retry: () => {
        this.#forget()
        this.setState({ thrown: undefined })
      },
    })
  }

  #report(error: unknown): void {
    const { registry, plugin, module } = this.props
    registry.reportProblem(renderFailed({ plugin, file: module }, error))
  }

  #forget(): void {
    const { registry, plugin, module } = this.props
    registry.resolveProblems(plugin, module)
  }
}
