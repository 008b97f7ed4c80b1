/** The test wallet's own dialogs: they are not part of the page, as a real wallet's are not. */
import { text } from '../text/en/testWallet.ts'

/** Lets the visitor choose an account. @returns null where it was refused. */
export function choose(title: string, options: readonly string[]): Promise<string | null> {
  return inDialog(title, (form) => {
    for (const [i, option] of options.entries()) form.append(button(`${i}: ${option}`, option))
    form.append(button(text.reject, ''))
  })
}

/** Shows what would be signed or sent. @returns whether the visitor agreed. */
export async function confirm(title: string, what: unknown): Promise<boolean> {
  const answer = await inDialog(title, (form) => {
    const shown = document.createElement('pre')
    shown.tabIndex = 0
    shown.className = 'test-wallet-what'
    shown.textContent = JSON.stringify(what, undefined, 2).slice(0, 4_000)
    form.append(shown, button(text.confirm, 'yes'), button(text.reject, ''))
  })
  return answer === 'yes'
}

function button(label: string, value: string): HTMLButtonElement {
  const one = document.createElement('button')
  one.textContent = label
  one.value = value
  one.type = 'submit'
  return one
}

function inDialog(title: string, fill: (form: HTMLFormElement) => void): Promise<string | null> {
  const dialog = document.createElement('dialog')
  dialog.className = 'test-wallet'
  const form = document.createElement('form')
  form.method = 'dialog'
  const heading = document.createElement('h2')
  heading.textContent = `${text.name}: ${title}`
  form.append(heading)
  fill(form)
  dialog.append(form)
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === '' ? null : dialog.returnValue)
    })
  })
}
