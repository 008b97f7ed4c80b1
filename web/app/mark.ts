import css from './app.module.css'

/** The mark beside the page's name, in a square of 32: its shapes, from the back to the front, and the class of each. */
export const MARK = [
  ['M16 2 21 16 16 30 11 16z', css.stone],
  ['M16 2 21 16H11z', css.north],
] as const
