export default function Judge() {
  return null
}
