import { Component, type ReactNode } from 'react'
import { Failed } from '../parts/states.tsx'
import { text } from '../text/en/app.ts'

/** A view that fails does not take the page with it. `title` says what failed, where it is no view. */
export class Boundary extends Component<{ title?: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  /** Whoever looks into it finds the error, with where it was thrown, where the browser keeps its own. */
  override componentDidCatch(error: unknown): void {
    console.error(error)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <Failed
        title={this.props.title ?? text.broken}
        error={error}
        retry={() => {
          this.setState({ error: undefined })
        }}
      />
    )
  }
}
