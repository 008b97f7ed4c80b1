export default function Operators() {
  return null
}
