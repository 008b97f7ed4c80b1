export default function FileBreak() {
  return null
}
