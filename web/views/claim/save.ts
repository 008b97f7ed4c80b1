/** Saves a file from the page to the device, as the browser does with downloads. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  // Paths become names: what is saved cannot choose its folder.
  link.download = name.replaceAll(/[\\/]/g, '-')
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads it after the click.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 60_000)
}
