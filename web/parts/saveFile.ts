import { visible } from './visible.ts'

/** Hands a text to the browser as a file to save. */
export function saveFile(name: string, text: string): void {
  saveBlob(name, new Blob([text]))
}

/** Hands content to the browser as a file to save, also what is too large for memory. */
export function saveBlob(name: string, content: Blob): void {
  // Of this type nothing is ever shown: a file of a stranger's, opened under this page's origin, could act as the page.
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  // Paths become names: what is saved cannot choose its folder.
  link.download = visible(name).replaceAll(/[\\/]/g, '-')
  link.click()
  // The browser reads it after the click.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 60_000)
}
