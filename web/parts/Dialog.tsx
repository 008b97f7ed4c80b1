import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { text } from '../text/en/parts.ts'
import { Button, Row, Stack } from './basics.tsx'
import css from './parts.module.css'

/** A dialog over the page: the browser keeps the focus in it and closes it with Escape. */
export function Dialog({
  title,
  open,
  onClose,
  children,
}: {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  // At once: nobody sees the dialog without what is in it.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (open && dialog?.open === false) dialog.showModal()
    if (!open && dialog?.open === true) dialog.close()
  }, [open])
  return (
    <dialog ref={ref} className={css.dialog} aria-labelledby={id} onClose={onClose}>
      {open && (
        <Stack>
          <Row between>
            <h2 id={id}>{title}</h2>
            <Button small onClick={onClose}>
              {text.close}
            </Button>
          </Row>
          {children}
        </Stack>
      )}
    </dialog>
  )
}
