export default function FileClaim() {
  return null
}
