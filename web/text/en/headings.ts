/** Headings of the views that have the same for everybody: the page draws them before its own code is there. */
export const headings = {
  explore: {
    title: 'Money waits here for safety results that nobody knows how to reach yet.',
    lead: 'It is paid only when a named panel has verified a result. What is not earned goes back to those who pledged it.',
  },
  pledge: {
    title: 'Pledge',
    lead: 'You lock money for an outcome. What is not earned comes back to you; nobody can change the terms or take the money otherwise.',
  },
}
