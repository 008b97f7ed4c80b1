import { Component, type ReactNode } from 'react'
import { Failed } from '../parts/states.tsx'
import { text } from '../text/en/app.ts'

/** A view that fails does not take the page with it. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <Failed
        title={text.broken}
        error={error}
        retry={() => {
          this.setState({ error: undefined })
        }}
      />
    )
  }
}
