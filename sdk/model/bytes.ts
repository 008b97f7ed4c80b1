/** Bytes for people, in powers of 1,000, rounded: "12 MB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  const value = bytes / 1000 ** power
  return `${power === 0 ? Math.round(value) : value < 10 ? value.toFixed(1) : Math.floor(value)} ${units[power] ?? ''}`
}
