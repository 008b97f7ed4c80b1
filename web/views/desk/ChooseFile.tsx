import { useRef } from 'react'
import { Button } from '../../parts/basics.tsx'

/** A button that lets the visitor choose a file, or several. */
export function ChooseFile({
  label,
  multiple = false,
  disabled = false,
  onChoose,
}: {
  label: string
  multiple?: boolean
  disabled?: boolean
  onChoose: (files: File[]) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        aria-label={label}
        onChange={({ target }) => {
          const files = Array.from(target.files ?? [])
          // The same file can be chosen again.
          target.value = ''
          if (files.length > 0) onChoose(files)
        }}
      />
    </>
  )
}
